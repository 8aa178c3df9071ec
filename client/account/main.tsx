import { render } from 'solid-js/web';
import { createApiClient } from '../signed-in/api/api-client.ts';
import { createAccountApi } from './account-api.ts';
import { AccountApp } from './account-app.tsx';
import { takePlace } from './place.ts';

const app = document.getElementById('app');
if (app === null) throw new Error('The page has no #app element.');

const api = createAccountApi(createApiClient((path, init) => fetch(path, init)));
render(() => <AccountApp api={api} first={takePlace(window)} />, app);
