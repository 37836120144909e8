/** One hit of the visit pixel. */
export interface Pixel {
  at: number;
  clientId: string;
  contactId: string | null;
  visitor: string | null;
  url: string | null;
  query: Record<string, string>;
}

const KEPT_PIXELS = 1000;

/** The smallest transparent GIF. */
export const GIF = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'base64',
);

/** Notes a hit of `/api/r.gif`; the oldest go when the list is full. */
export function recordPixel(pixels: Pixel[], at: number, params: URLSearchParams): Pixel {
  const query = Object.fromEntries(params);
  const pixel: Pixel = {
    at,
    clientId: query.smid ?? '',
    contactId: query.client || null,
    visitor: query.uuid || null,
    url: query.location || query.uri || null,
    query,
  };
  pixels.push(pixel);
  if (pixels.length > KEPT_PIXELS) pixels.shift();
  return pixel;
}

/**
 * Stands for `sm.js`: gives the visitor an id in `smuuid`, keeps every command of `sm(...)` in `sm.log` in order and
 * reports the page view to the pixel beside it.
 */
export const SM_SCRIPT = `(function () {
  var script = document.currentScript || document.querySelector('script[src*="/static/sm.js"]');
  var origin = script ? new URL(script.src, location.href).origin : location.origin;
  var days = typeof window._smclt === 'number' ? window._smclt : 3652;
  function cookie(name) {
    var found = document.cookie.match(new RegExp('(?:^|; )' + name + '=([^;]*)'));
    return found ? decodeURIComponent(found[1]) : '';
  }
  var visitor = cookie('smuuid');
  if (!visitor) {
    visitor = Date.now().toString(16) + '-' + Math.random().toString(16).slice(2, 14);
    document.cookie = 'smuuid=' + visitor + '; path=/; SameSite=Lax; max-age=' + days * 86400;
  }
  var queued = (window.sm && window.sm.q) || [];
  var sm = function () { sm.log.push(Array.prototype.slice.call(arguments)); };
  sm.log = [];
  sm.q = sm.log;
  for (var i = 0; i < queued.length; i += 1) sm.apply(null, queued[i]);
  window.SalesmanagoObject = window.SalesmanagoObject || 'sm';
  window.sm = sm;
  var query = new URLSearchParams({
    smid: window._smid || '', uuid: visitor, client: cookie('smclient'), location: location.href,
    uri: location.pathname, referrer: document.referrer, title: document.title,
    timestamp: String(Date.now())
  });
  new Image().src = origin + '/api/r.gif?' + query.toString();
})();
`;

/** Stands for the pop-up script of an account; it only marks that it was loaded, and for whom. */
export function popupScript(clientId: string): string {
  return `window.smPopups = ${JSON.stringify({ clientId, loaded: true })};\n`;
}
