import type { MonitoringParts } from '../monitoring/monitoring-snippet.js';
import { page } from './globals.js';

const addScript = (src: string): void => {
  const script = document.createElement('script');
  script.async = true;
  script.src = src;
  const first = document.getElementsByTagName('script')[0];
  if (first?.parentNode) first.parentNode.insertBefore(script, first);
  else document.head.appendChild(script);
};

/** Does what the monitoring snippet does; a page that has a monitoring code already keeps its own. */
export const renderMonitoring = ({
  variables,
  scriptUrl,
  popupsUrl,
  webPush,
}: MonitoringParts): void => {
  if (page.SalesmanagoObject || page._smid) return;
  Object.assign(page, Object.fromEntries(variables));
  page.SalesmanagoObject = 'sm';
  const queue: unknown[] = [];
  // SALESmanago's script reads the queue as the `arguments` of each call.
  page.sm =
    page.sm ||
    Object.assign(
      function () {
        // biome-ignore lint/complexity/noArguments: the queue's own format
        queue.push(arguments);
      },
      { q: queue },
    );
  if (webPush) (page.sm as (...call: unknown[]) => void)('webPush', webPush);
  // Each goes in front of the first script.
  if (popupsUrl) addScript(popupsUrl);
  addScript(scriptUrl);
};
