/** Line icons on a 24-unit grid. Decorative: the control or text beside them carries the words. */
import type { JSX } from 'solid-js';

/** `turns`: it points where reading goes on or comes from, and so the other way from right to left. */
function Icon(props: { readonly children: JSX.Element; readonly turns?: boolean }): JSX.Element {
  return (
    <svg
      class={props.turns === true ? 'icon icon-turns' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {props.children}
    </svg>
  );
}

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5m-6 6 6-6 6 6" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon>
    <path d="M20 11.5a7.5 7.5 0 0 1-7.5 7.5c-1.2 0-2.4-.3-3.4-.8L4 20l1.6-4.4A7.5 7.5 0 1 1 20 11.5Z" />
  </Icon>
);
export const BotIcon = () => (
  <Icon>
    <rect x="4.5" y="8" width="15" height="11" rx="3.5" />
    <path d="M12 8V4.5M9.5 13v1M14.5 13v1" />
  </Icon>
);
export const ClockIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 7.500V12l3 2" />
  </Icon>
);
export const TickIcon = () => (
  <Icon>
    <path d="m6 12.5 4 4 8-9" />
  </Icon>
);
export const TicksIcon = () => (
  <Icon>
    <path d="m2.5 12.5 4 4 8-9M11.5 15.500l1 1 8-9" />
  </Icon>
);
export const AlertIcon = () => (
  <Icon>
    <path d="M12 4 2.8 19.500h18.400L12 4Zm0 6v4.500m0 2.500v.01" />
  </Icon>
);
export const InfoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5m0-8v.01" />
  </Icon>
);
export const OfflineIcon = () => (
  <Icon>
    <path d="M4 4l16 16M8.5 8.700A6 6 0 0 0 7 19h10.500M10.5 7.200A6 6 0 0 1 17.8 12 3.6 3.6 0 0 1 20.5 17.5" />
  </Icon>
);
export const ArrowDownIcon = () => (
  <Icon>
    <path d="M12 5v14m-6-6 6 6 6-6" />
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
export const BackIcon = () => (
  <Icon turns>
    <path d="M19 12H5m6-6-6 6 6 6" />
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
export const ExternalIcon = () => (
  <Icon>
    <path d="M13.5 4.500h6v6m0-6-8.5 8.500M10 5.500H7a2 2 0 0 0-2 2V17a2 2 0 0 0 2 2h9.500a2 2 0 0 0 2-2v-3" />
  </Icon>
);
export const CheckCircleIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m8.3 12.3 2.5 2.5 5-5.5" />
  </Icon>
);
export const SmileIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.500 14a4.200 4.200 0 0 0 7 0M9 9.500v.01M15 9.500v.01" />
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
export const MicIcon = () => (
  <Icon>
    <path d="M12 4a2.500 2.500 0 0 0-2.500 2.500v5a2.500 2.500 0 0 0 5 0v-5A2.500 2.500 0 0 0 12 4Zm-6 7.500a6 6 0 0 0 12 0m-6 6V20" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="m8.500 12.500 5.800-5.800a2.800 2.800 0 0 1 4 4l-7.800 7.800a4.500 4.500 0 0 1-6.400-6.400l7.400-7.400" />
  </Icon>
);
export const NoteIcon = () => (
  <Icon>
    <path d="M5 4.5h14v10L14 19.500H5v-15Zm14 10h-5v5M8.500 9h7m-7 3.500h4" />
  </Icon>
);
