<?php
namespace Storewire\Bridge\Shared;

/**
 * Called from the shop's hooks, inside the shopper's request: writes one row, calls nobody, and never breaks the page.
 */
class Recorder
{
    /** Waiting rows about the same thing that a new one makes unnecessary. */
    private static $replaces = [
        'cart' => ['cart'],
        'contact.registered' => ['contact.updated', 'contact.logged_in'],
        'contact.logged_in' => ['contact.updated', 'contact.logged_in'],
        'contact.updated' => ['contact.updated'],
    ];

    private $queue;
    private $keys;
    private $log;
    private $clock;
    private $isMuted = false;
    private $registered = [];

    /** @param callable $log takes a message without personal data @param callable $clock gives Unix seconds */
    public function __construct(Queue $queue, Keys $keys, $log, $clock = 'time')
    {
        $this->queue = $queue;
        $this->keys = $keys;
        $this->log = $log;
        $this->clock = $clock;
    }

    /** While the hub itself changes something through the bridge, nothing of it is told back. */
    public function mute($isMuted)
    {
        $this->isMuted = $isMuted;
    }

    public function isMuted()
    {
        return $this->isMuted;
    }

    /**
     * @param string $type of the inbound contract, or `cart` for a cart to be looked at
     * @param string $ref the shop's id of the object
     * @param array $detail what cannot be read later
     * @param string|null $eventId for what happens once, such as an order's payment; else each call is its own event
     */
    public function note($type, $ref, $storefront, array $detail = [], $eventId = null)
    {
        if ($this->isMuted) {
            return;
        }
        try {
            if ($this->isSaidAlready($type, $ref) || $this->keys->ofStorefront($storefront) === null) {
                return;
            }
            $now = (int) call_user_func($this->clock);
            $replaces = isset(self::$replaces[$type]) ? self::$replaces[$type] : [];
            // A consent is an act of its own: it is never replaced, and replaces nothing.
            if (isset($detail['granted'])) {
                $replaces = [];
            }
            $this->queue->add([
                'eventId' => $eventId === null ? Random::id() : substr($eventId, 0, 100),
                'type' => $type,
                'ref' => (isset($detail['granted']) ? 'consent:' : '') . substr((string) $ref, 0, 150),
                'storefront' => (string) $storefront,
                'detail' => $detail,
                'occurredAt' => $now,
            ], $replaces, $now);
        } catch (\Exception $exception) {
            $this->complain($exception);
        } catch (\Throwable $error) {
            $this->complain($error);
        }
    }

    /** A registration also logs in and saves the account, and a box left unticked there is no opt-out. */
    private function isSaidAlready($type, $ref)
    {
        if ($type === 'contact.registered') {
            $this->registered[(string) $ref] = true;
        }

        return isset($this->registered[(string) $ref]) && in_array($type, ['contact.logged_in', 'contact.updated'], true);
    }

    private function complain($error)
    {
        call_user_func($this->log, 'An event could not be written to the queue: ' . get_class($error) . '.');
    }
}
