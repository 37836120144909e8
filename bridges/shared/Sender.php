<?php
namespace Storewire\Bridge\Shared;

/** Sends what waits in the queue: signed, up to 100 events at a time, oldest first. Runs from cron, never for a shopper. */
class Sender
{
    const MAX_EVENTS = 100;
    /** The hub takes 512 KiB. */
    const MAX_BYTES = 400000;
    const MAX_PAUSE = 3600;
    /** The hub knows the ids of events for longer, so a late repetition changes nothing. */
    const KEEP_SECONDS = 604800;
    /** A cart that the hub knows is remembered so long, to tell when it is emptied. */
    const CART_SECONDS = 2592000;

    private $queue;
    private $marks;
    private $keys;
    private $expander;
    private $http;
    private $log;
    private $clock;

    /** @param callable $log takes a message without personal data @param callable $clock gives Unix seconds */
    public function __construct(Queue $queue, Marks $marks, Keys $keys, Expander $expander, Http $http, $log, $clock = 'time')
    {
        $this->queue = $queue;
        $this->marks = $marks;
        $this->keys = $keys;
        $this->expander = $expander;
        $this->http = $http;
        $this->log = $log;
        $this->clock = $clock;
    }

    /** @return array `sent` and `refused` events, and `isHeldUp` when the hub could not take them now */
    public function run($maxSeconds = 50)
    {
        $end = $this->now() + $maxSeconds;
        $sum = ['sent' => 0, 'refused' => 0, 'isHeldUp' => false];
        $this->marks->forget('cart:', $this->now() - self::CART_SECONDS);
        while ($this->now() < $end && !$sum['isHeldUp']) {
            $rows = $this->queue->claim(self::MAX_EVENTS, $this->now());
            if (!$rows) {
                break;
            }
            foreach ($this->byStorefront($this->finished($rows)) as $storefront => $ready) {
                $this->deliver($this->keys->ofStorefront($storefront), $ready, $sum);
            }
        }

        return $sum;
    }

    /** Rows with their events; what has nothing to tell any more is removed. */
    private function finished(array $rows)
    {
        $ready = [];
        foreach ($rows as $row) {
            if ($row['created_at'] < $this->now() - self::KEEP_SECONDS) {
                $this->queue->remove([$row]);
                $this->say('An event could not be sent for seven days and was removed.');
            } elseif ($row['body'] !== null && $row['body'] !== '') {
                $ready[] = $row;
            } elseif ($finished = $this->finish($row)) {
                $ready[] = $finished;
            }
        }

        return $ready;
    }

    private function finish(array $row)
    {
        try {
            $detail = json_decode($row['detail'], true);
            $fields = $this->expander->expand([
                'type' => $row['type'],
                'ref' => preg_replace('/^consent:/', '', $row['ref']),
                'storefront' => $row['storefront'],
                'detail' => is_array($detail) ? $detail : [],
                'occurredAt' => (int) $row['occurred_at'],
            ]);
        } catch (\Exception $exception) {
            return $this->unreadable($row, $exception);
        } catch (\Throwable $error) {
            return $this->unreadable($row, $error);
        }
        $type = isset($fields['type']) ? $fields['type'] : $row['type'];
        if ($fields === null || $this->keys->ofStorefront($row['storefront']) === null || !$this->isNews($type, $row['ref'])) {
            $this->queue->remove([$row]);

            return null;
        }
        unset($fields['type']);
        $row['body'] = EventForm::json($row['event_id'], $type, $row['occurred_at'], $fields);
        $this->queue->keepBody($row['id'], $row['body']);

        return $row;
    }

    /** Shops make empty carts at every log-in; only one that had something in it was emptied. */
    private function isNews($type, $ref)
    {
        $name = 'cart:' . $ref;
        if ($type === 'cart.updated') {
            $this->marks->set($name, $this->now());
        }
        if ($type !== 'cart.emptied') {
            return true;
        }
        $isKnown = $this->marks->at($name) > 0;
        $this->marks->remove($name);

        return $isKnown;
    }

    /** Not the others' fault: they go on, and this one is tried again. */
    private function unreadable(array $row, $error)
    {
        $this->say('An event of type ' . $row['type'] . ' could not be read from the shop: ' . get_class($error) . '.');
        $this->queue->postpone([$row], $this->now() + $this->pauseOf($row));

        return null;
    }

    private function deliver($store, array $rows, array &$sum)
    {
        foreach ($this->deliveries($rows) as $delivery) {
            if ($sum['isHeldUp']) {
                $this->queue->release($delivery);
            } else {
                $this->post($store, $delivery, $sum);
            }
        }
    }

    private function post(array $store, array $rows, array &$sum)
    {
        $body = '{"events":[' . implode(',', array_map(function ($row) {
            return $row['body'];
        }, $rows)) . ']}';
        $timestamp = $this->now();
        $answer = $this->http->post($store['inboundUrl'], [
            'Content-Type' => 'application/json; charset=utf-8',
            'X-Hub-Timestamp' => $timestamp,
            'X-Hub-Signature' => Signature::inbound($store['secret'], $timestamp, $body),
            'X-Hub-Delivery' => Random::id(),
        ], $body);
        $status = $answer['status'];
        $said = json_decode($answer['body'], true);
        $rejected = is_array($said) && isset($said['rejected']) && is_array($said['rejected']) ? $said['rejected'] : null;
        if ($status === 202 || ($status === 422 && $rejected !== null)) {
            $this->queue->remove($rows);
            $refused = $this->sayRefused($rows, (array) $rejected);
            $sum['refused'] += $refused;
            $sum['sent'] += count($rows) - $refused;
        } elseif ($status === 413 && count($rows) > 1) {
            foreach (array_chunk($rows, (int) ceil(count($rows) / 2)) as $half) {
                $this->post($store, $half, $sum);
            }
        } elseif ($status === 413) {
            $this->queue->remove($rows);
            $this->say('An event is too large for the hub and was removed.');
            $sum['refused'] += 1;
        } else {
            $pause = max($this->pauseOf($rows[0]), (int) $answer['retryAfter']);
            $this->queue->postpone($rows, $this->now() + min($pause, self::MAX_PAUSE));
            $this->say($this->whatToDo($status));
            $sum['isHeldUp'] = true;
        }
    }

    private function sayRefused(array $rows, array $rejected)
    {
        foreach ($rejected as $one) {
            $index = isset($one['index']) ? (int) $one['index'] : -1;
            $type = isset($rows[$index]) ? $rows[$index]['type'] : 'unknown type';
            $field = isset($one['field']) ? (string) $one['field'] : '';
            $this->say('The hub refused an event of type ' . $type . ': ' . $field . ' ' . (isset($one['message']) ? $one['message'] : ''));
        }

        return count($rejected);
    }

    private function whatToDo($status)
    {
        if ($status === 0) {
            return 'The hub cannot be reached; events wait and are sent again.';
        }
        if ($status === 401 || $status === 404) {
            return "The hub answered $status: download the module again in Storewire and install it over this one; check the clock of this server. Events wait.";
        }

        return "The hub answered $status; events wait and are sent again.";
    }

    /** 30 seconds, then twice as long each time, up to an hour. */
    private function pauseOf(array $row)
    {
        return (int) min(self::MAX_PAUSE, 30 * pow(2, min(10, (int) $row['attempts'])));
    }

    private function byStorefront(array $rows)
    {
        $groups = [];
        foreach ($rows as $row) {
            $groups[$row['storefront']][] = $row;
        }

        return $groups;
    }

    private function deliveries(array $rows)
    {
        $deliveries = [];
        $bytes = self::MAX_BYTES;
        foreach ($rows as $row) {
            $bytes += strlen($row['body']) + 1;
            if ($bytes > self::MAX_BYTES) {
                $deliveries[] = [];
                $bytes = strlen($row['body']);
            }
            $deliveries[count($deliveries) - 1][] = $row;
        }

        return $deliveries;
    }

    private function now()
    {
        return (int) call_user_func($this->clock);
    }

    private function say($message)
    {
        call_user_func($this->log, $message);
    }
}
