// Starts the window.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startLanguage } from './language.ts';
import { followPlaces } from './last-place.ts';
import './roles.css';
import './base.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
startLanguage();
followPlaces();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
