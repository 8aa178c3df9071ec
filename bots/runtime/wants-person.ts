/** Whether a client asks for a person instead of the bot. */

const persons =
  '(?:person|people|human|human being|agent|operator|representative|rep|someone|somebody|employee|advis[eo]r|colleague|member of staff|staff|customer (?:service|support|care))';
const adjectives =
  '(?:(?:a|an|the|some|one of your|real|live|actual|human|other|another|service|support) ){0,4}';
const asking =
  '(?:(?:talk|speak|chat)(?:ing)? (?:to|with)|(?:connect|transfer|forward|pass|switch)(?: me)?(?: over)? (?:to|with)|put me (?:through|on) to|get me|give me|(?:i )?(?:want|need|would like|d like)|hand (?:me )?over to|is there|can i have)';

const asks = new RegExp(
  `\\b${asking} ${adjectives}${persons}\\b(?! (?:else )?(?:s|who|that|to)\\b)`,
);
const names = new RegExp(`^${adjectives}${persons}$`);
const refuses = /\b(?:don t|do not|never|no need to|not|without) (?:\w+ ){0,4}(?:to |with )/;
const courtesies = /\b(?:please|pls|now|thanks|thank you|hello|hi|hey|ok|okay|just)\b/g;

/** Requests are short; a longer text is about something. */
const longestRequest = 200;

/**
 * @returns true for "Talk to a person", "agent please", "I'd like to speak with somebody", "HUMAN!!";
 * false where such a word only occurs ("my estate agent moved out").
 */
export function wantsPerson(text: string): boolean {
  if (text.length > longestRequest) return false;
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(courtesies, ' ')
    .replace(/ +/g, ' ')
    .trim();
  if (names.test(words)) return true;
  return asks.test(words) && !refuses.test(words);
}
