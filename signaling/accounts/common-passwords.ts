/**
 * Words and passwords that guessers try first, in lower case. Digits and marks at the end are cut off before the
 * look-up, so `password` stands for `Password123!` too. Short ones matter for that reason only.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
password passw0rd p@ssword p@ssw0rd pa55word passwort motdepasse contraseña senha parola heslo salasana wachtwoord
passwordpassword mypassword yourpassword newpassword oldpassword password1234 changeme changeit changethis letmein
letmeinnow welcome welcomeback willkommen bienvenue bienvenido admin administrator administrateur adminadmin root
rootroot superadmin superuser sysadmin support supportsupport helpdesk service operator manager master supervisor
parley parleyparley chat chatchat default temporary temppass testtest test tester testing testpassword demo demodemo
guest guestguest user username login loginlogin signin secret secretsecret topsecret supersecret private access
qwerty qwertyui qwertyuiop qwertyqwerty qwerty123456 qazwsx qazwsxedc qazwsxedcrfv asdfgh asdfghjk asdfghjkl zxcvbn
zxcvbnm azerty azertyuiop qwertz qwertzuiop qwertzui 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc q1w2e3r4
q1w2e3r4t5 zaq12wsx zaq1xsw2 1qazxsw2 12345678 123456789 1234567890 12345678910 0123456789 123123123 123456123
987654321 9876543210 87654321 11223344 1122334455 112233445566 12341234 1234512345 123454321 147258369 159753
147852369 741852963 789456123 963852741 10203040 1029384756 102030405060 a1b2c3d4 a1b2c3d4e5 abcd1234 abc12345
abcdefgh abcdefghi abcdefghij abcabcabc abcdabcd aabbccdd 1a2b3c4d iloveyou iloveyouforever ilovegod ilovejesus
loveyou lovelove sunshine princess princessa football baseball basketball softball volleyball dragon dragonball
superman batman spiderman ironman starwars pokemon pikachu naruto minecraft fortnite playstation nintendo monkey
shadow michael michelle jennifer jessica jonathan christopher christian alexander alexandra benjamin charlotte
elizabeth stephanie samantha veronica victoria nicholas patricia danielle william computer internet samsung android
iphone google facebook instagram whatsapp microsoft windows trustno whatever freedom liverpool manchester chelsea
arsenal barcelona realmadrid juventus corvette mercedes ferrari porsche mustang chevrolet mitsubishi harley yamaha
butterfly chocolate strawberry watermelon pineapple hamburger cheesecake cocacola snickers sweetheart beautiful
babygirl babyboy hellohello hello hellokitty helloworld hellothere goodbye blink metallica slipknot nirvana rockstar
jordan jordan23 hunter ranger soccer hockey killer tigger thunder lightning phoenix merlin matrix midnight
midnightsun summer winter spring autumn summertime wintertime sommer winter2024 monday friday january february
september november december einstein cleopatra napoleon blessing blessed jesuschrist jesus heaven angel angels
forever foreverlove together family fuckyou fuckoff asshole bullshit pussycat correcthorsebatterystaple
correct-horse-battery-staple opensesame abracadabra alohomora mustermann maxmustermann johndoe
`
    .trim()
    .split(/\s+/),
);
