import { Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { Avatar, Badge } from '../../ui/marks.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { MoreIcon } from '../ui/icons.tsx';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import { accountRoleWords } from './account-facts.ts';

export type Deed = 'edit' | 'password' | 'two-steps' | 'activate' | 'deactivate' | 'delete';

export interface PersonRowProps {
  readonly account: AccountJson;
  readonly isMe: boolean;
  readonly mayManage: boolean;
  readonly busy: boolean;
  onDeed(deed: Deed): void;
}

export function PersonRow(props: PersonRowProps): JSX.Element {
  return (
    <tr data-active={props.account.active} data-account={props.account.id}>
      <th scope="row">
        <span class="person">
          <Avatar name={props.account.name} bot={props.account.role === 'bot'} />
          <span class="person-names">
            <span class="person-name">
              <bdi>{props.account.name}</bdi>
              {props.isMe && <span class="quiet"> (you)</span>}
            </span>
            <Show when={props.account.role !== 'customer'}>
              <span class="quiet">{props.account.username}</span>
            </Show>
          </span>
        </span>
      </th>
      <td class="person-contact">
        <Show when={props.account.email}>{(email) => <span>{email()}</span>}</Show>
        <Show when={props.account.mobile}>
          {(mobile) => <span class="quiet tabular">{mobile()}</span>}
        </Show>
      </td>
      <td class="person-role">{accountRoleWords(props.account.role)}</td>
      <td class="person-state">
        <Badge tone={props.account.active ? 'good' : 'neutral'}>
          {props.account.active ? 'Active' : 'Deactivated'}
        </Badge>
        <Show when={props.account.twoSteps}>
          <Badge tone="accent">Two steps</Badge>
        </Show>
      </td>
      <td class="person-actions">
        <Show when={props.mayManage && !props.isMe}>
          <Menu
            label={`What to do with ${props.account.name}`}
            trigger={props.busy ? <Spinner /> : <MoreIcon />}
          >
            <MenuItem onSelect={() => props.onDeed('edit')}>Change details</MenuItem>
            <Show when={props.account.role !== 'bot'}>
              <MenuItem onSelect={() => props.onDeed('password')}>Set a new password</MenuItem>
            </Show>
            <Show when={props.account.twoSteps}>
              <MenuItem onSelect={() => props.onDeed('two-steps')}>
                Take away the second step
              </MenuItem>
            </Show>
            <MenuItem
              onSelect={() => props.onDeed(props.account.active ? 'deactivate' : 'activate')}
            >
              {props.account.active ? 'Deactivate' : 'Activate'}
            </MenuItem>
            <MenuLine />
            <MenuItem tone="danger" onSelect={() => props.onDeed('delete')}>
              Delete
            </MenuItem>
          </Menu>
        </Show>
      </td>
    </tr>
  );
}
