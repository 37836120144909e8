import type { AppPackage } from '@storewire/core';

/** The cookie of the app's entry in Shopware's consent window; there and `1` once the shopper agrees. */
export const CONSENT_COOKIE = 'storewire-enabled';

export const TEMPLATE_PATH = 'Resources/views/storefront/layout/meta.html.twig';

interface StorefrontTemplate extends Pick<AppPackage, 'trackerUrl'> {
  readonly appName: string;
  /** The only sales channel whose pages get the tag; all of them where it is absent. */
  readonly salesChannelId?: string | undefined;
}

/**
 * Puts the tag into the head of every page, and tells the script two things that it cannot find out by itself: whether
 * Shopware's own consent window allowed it, where the shop uses that; and how to get the signed token of the shopper who
 * is logged in, where Shopware has the route (6.5.5 and later). It is asked for when needed, so no page holds a token.
 */
export function storefrontTemplate({
  trackerUrl,
  appName,
  salesChannelId,
}: StorefrontTemplate): string {
  const isHere = salesChannelId
    ? `context is defined and context.salesChannel.id == '${salesChannelId}'`
    : 'true';
  return `{% sw_extends '@Storefront/storefront/layout/meta.html.twig' %}

{% block layout_head_javascript_tracking %}
    {{ parent() }}

    {% if ${isHere} %}
        <script>
            (function () {
                try {
                    var own = window.storewire = window.storewire || {};
                    if (!('consent' in own)) {
                        Object.defineProperty(own, 'consent', {
                            configurable: true,
                            get: function () {
                                return window.useDefaultCookieConsent
                                    ? /(?:^|; )${CONSENT_COOKIE}=1(?:;|$)/.test(document.cookie)
                                    : undefined;
                            },
                            set: function (value) {
                                Object.defineProperty(own, 'consent', { value: value, writable: true });
                            }
                        });
                    }
                    {% if context is defined and context.customer and not context.customer.guest %}
                        own.identity = function () {
                            var route = (window.router || {})['frontend.app-system.generate-token'];
                            if (!route) return '';
                            return fetch(route.replace('Placeholder', '${appName}'), { method: 'POST' })
                                .then(function (answer) { return answer.ok ? answer.json() : {}; })
                                .then(function (answer) { return answer.token || ''; });
                        };
                    {% endif %}
                } catch (error) {}
            })();
        </script>
        <script async src="${trackerUrl}/s.js"></script>
    {% endif %}
{% endblock %}
`;
}
