/** Icons that the first screen of a visitor's chat does not show. */
import { Icon } from './icons.tsx';

export const InfoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5m0-8v.01" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </Icon>
);
export const ArchiveIcon = () => (
  <Icon>
    <rect x="3.5" y="4.5" width="17" height="4.5" rx="1.5" />
    <path d="M5 9v8.500a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9m-9 4h4" />
  </Icon>
);
export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="8.5" r="3.5" />
    <path d="M2.5 19.500a6.5 6.5 0 0 1 13 0M16 5.300a3.5 3.5 0 0 1 0 6.400M18 13.800a6.5 6.5 0 0 1 3.5 5.7" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5 19.500a7 7 0 0 1 14 0" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon>
    <path d="M4 7h9m5 0h2M4 17h2m5 0h9" />
    <circle cx="15.5" cy="7" r="2.5" />
    <circle cx="8.5" cy="17" r="2.5" />
  </Icon>
);
export const SignOutIcon = () => (
  <Icon>
    <path d="M14 4.500H7a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h7M10.5 12H20m-3.5-3.500L20 12l-3.5 3.5" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);
export const InboxIcon = () => (
  <Icon>
    <path d="M3.5 13.5 6.2 6a2 2 0 0 1 1.9-1.300h7.800A2 2 0 0 1 17.8 6l2.7 7.500V17a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-3.500Zm0 0h4.700l1.3 2.500h5l1.3-2.500h4.7" />
  </Icon>
);
export const ReplyIcon = () => (
  <Icon turns>
    <path d="M20 17v-2a5 5 0 0 0-5-5H5m4.500-4.500L5 10l4.500 4.500" />
  </Icon>
);
export const EditIcon = () => (
  <Icon>
    <path d="m5 19 .8-3.800L16 5l3 3L8.800 18.200 5 19Z" />
  </Icon>
);
export const TrashIcon = () => (
  <Icon>
    <path d="M5 7h14M10 7V4.500h4V7m-7.500 0 .8 12.500h9.400L17.500 7" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="8.500" y="8.500" width="11" height="11" rx="2" />
    <path d="M15.500 5.500v-.5a1.500 1.500 0 0 0-1.500-1.500H6A1.500 1.500 0 0 0 4.500 5v8A1.500 1.500 0 0 0 6 14.500h-.5" />
  </Icon>
);
export const NoteIcon = () => (
  <Icon>
    <path d="M5 4.5h14v10L14 19.500H5v-15Zm14 10h-5v5M8.500 9h7m-7 3.500h4" />
  </Icon>
);
