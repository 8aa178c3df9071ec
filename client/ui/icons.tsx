/** Line icons on a 24-unit grid. Decorative: the control or text beside them carries the words. */
import type { JSX } from 'solid-js';

/** `turns`: it points where reading goes on or comes from, and so the other way from right to left. */
export function Icon(props: {
  readonly children: JSX.Element;
  readonly turns?: boolean;
}): JSX.Element {
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
export const BackIcon = () => (
  <Icon turns>
    <path d="M19 12H5m6-6-6 6 6 6" />
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
