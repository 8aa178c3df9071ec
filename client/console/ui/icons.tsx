/** Icons that only the console needs; the others are in client/ui. Decorative, as there. */
import { Icon } from '../../ui/icons.tsx';

export const SoundIcon = () => (
  <Icon>
    <path d="M4.5 9.5v5h3.300l4.700 4v-13l-4.700 4H4.5ZM16 9a4.200 4.200 0 0 1 0 6m2.600-8.600a8 8 0 0 1 0 11.200" />
  </Icon>
);
export const MutedIcon = () => (
  <Icon>
    <path d="M4.5 9.5v5h3.300l4.700 4v-13l-4.700 4H4.5ZM16 9.500l5 5m0-5-5 5" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon>
    <circle cx="8.5" cy="15.500" r="4" />
    <path d="m11.5 12.500 8-8m-3 3 2.500 2.500" />
  </Icon>
);
export const ChevronIcon = () => (
  <Icon>
    <path d="m8 10 4 4 4-4" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="8.500" y="8.500" width="11" height="11" rx="2" />
    <path d="M15.500 5.500v-.5a1.500 1.500 0 0 0-1.500-1.500H6A1.500 1.500 0 0 0 4.500 5v8A1.500 1.500 0 0 0 6 14.500h-.5" />
  </Icon>
);
export const AuditIcon = () => (
  <Icon>
    <path d="M7 3.500h7l4 4v13H7v-17Zm7 0v4h4M10 12h5m-5 4h5" />
  </Icon>
);
export const UpIcon = () => (
  <Icon>
    <path d="m6.500 14.500 5.500-5.500 5.500 5.500" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="m6.500 9.500 5.500 5.500 5.500-5.500" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path d="M6 12h.01M12 12h.01M18 12h.01" />
  </Icon>
);
export const PassOnIcon = () => (
  <Icon>
    <path d="M4 17v-2a5 5 0 0 1 5-5h10m-4.500-4.500L19 10l-4.500 4.500" />
  </Icon>
);
export const ReplyIcon = () => (
  <Icon>
    <path d="M5 4.500h14a1.500 1.500 0 0 1 1.500 1.500v9a1.500 1.500 0 0 1-1.500 1.500h-8l-4.500 3.500v-3.500H5A1.500 1.500 0 0 1 3.500 15V6A1.500 1.500 0 0 1 5 4.500Zm8.500 3-3 6" />
  </Icon>
);
export const TicketIcon = () => (
  <Icon>
    <path d="M4 7.500h16v3a1.500 1.500 0 0 0 0 3v3H4v-3a1.500 1.500 0 0 0 0-3v-3Zm10 0v9" />
  </Icon>
);
