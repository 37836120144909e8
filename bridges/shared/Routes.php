<?php
namespace Storewire\Bridge\Shared;

/**
 * Answers signed requests of the hub: read and write the newsletter state, list subscribers, tell the state of the queue.
 * One POST route; docs/bridges.md has the protocol.
 */
class Routes
{
    const TOLERANCE_SECONDS = 300;
    const MAX_BYTES = 65536;
    const MAX_EMAILS = 200;

    private $keys;
    private $marks;
    private $newsletter;
    private $queue;
    private $recorder;
    private $about;
    private $clock;

    /** @param array $about `platform`, `version` of the module */
    public function __construct(Keys $keys, Marks $marks, Newsletter $newsletter, Queue $queue, Recorder $recorder, array $about, $clock = 'time')
    {
        $this->keys = $keys;
        $this->marks = $marks;
        $this->newsletter = $newsletter;
        $this->queue = $queue;
        $this->recorder = $recorder;
        $this->about = $about;
        $this->clock = $clock;
    }

    /**
     * @param array $headers `timestamp`, `nonce`, `signature`
     * @return array status and body
     */
    public function handle(array $headers, $body)
    {
        if (strlen($body) > self::MAX_BYTES) {
            return $this->refusal(413, 'TOO_LARGE', 'Ask for less at a time.');
        }
        $storefront = $this->verify($headers, $body);
        if ($storefront === false) {
            return $this->refusal(401, 'BAD_SIGNATURE', 'The signature, the time or the nonce is not right.');
        }
        $request = json_decode($body, true);
        $do = is_array($request) && isset($request['do']) ? $request['do'] : null;
        switch ($do) {
            case 'status':
                return [200, $this->about + $this->queue->state()];
            case 'read':
                return $this->read($request, $storefront);
            case 'list':
                return $this->listed($request, $storefront);
            case 'write':
                return $this->write($request, $storefront);
            default:
                return $this->refusal(400, 'BAD_REQUEST', 'do must be status, read, list or write.');
        }
    }

    /** @return string|null|false the storefront that the key is for; false when the request is not genuine, late, or a repetition */
    private function verify(array $headers, $body)
    {
        $now = (int) call_user_func($this->clock);
        list($timestamp, $nonce, $signature) = [$headers['timestamp'], $headers['nonce'], $headers['signature']];
        if (!is_string($signature) || !preg_match('/^\d{1,12}$/', (string) $timestamp)) {
            return false;
        }
        if (!preg_match('/^[A-Za-z0-9_-]{16,64}$/', (string) $nonce) || abs($now - $timestamp) > self::TOLERANCE_SECONDS) {
            return false;
        }
        $signers = [];
        // Every key is compared, so that the time does not tell which one was right.
        foreach ($this->keys->forRoutes() as $key) {
            if (hash_equals(Signature::route($key['secret'], $timestamp, $nonce, $body), $signature)) {
                $signers[(string) $key['storefront']] = $key['storefront'];
            }
        }
        if (!$signers) {
            return false;
        }
        // A key that several storefronts share reaches the whole shop.
        $signer = count($signers) === 1 ? reset($signers) : null;
        $this->marks->forget('nonce:', $now - 2 * self::TOLERANCE_SECONDS);

        return $this->marks->first('nonce:' . $nonce, $now) ? $signer : false;
    }

    private function read(array $request, $storefront)
    {
        $emails = isset($request['emails']) && is_array($request['emails']) ? $request['emails'] : [];
        if (!$emails || count($emails) > self::MAX_EMAILS) {
            return $this->refusal(400, 'BAD_REQUEST', 'emails must be a list of 1 to ' . self::MAX_EMAILS . ' addresses.');
        }
        $items = [];
        foreach ($emails as $email) {
            if (EventForm::email($email)) {
                $items[] = $this->answerOf($email, $this->newsletter->read($email, $storefront));
            }
        }

        return [200, ['items' => $items]];
    }

    private function listed(array $request, $storefront)
    {
        $limit = isset($request['limit']) ? max(1, min(self::MAX_EMAILS, (int) $request['limit'])) : 100;
        $page = $this->newsletter->page(isset($request['after']) ? (string) $request['after'] : '', $limit, $storefront);
        $items = [];
        foreach ($page['items'] as $item) {
            $items[] = $this->answerOf($item['email'], $item);
        }

        return [200, ['items' => $items, 'next' => $page['next']]];
    }

    /** Reads, compares, writes, reads back. */
    private function write(array $request, $storefront)
    {
        $email = isset($request['email']) ? EventForm::email($request['email']) : null;
        $state = isset($request['state']) ? $request['state'] : null;
        $at = isset($request['at']) ? strtotime((string) $request['at']) : false;
        if ($email === null || !in_array($state, ['in', 'out'], true) || $at === false) {
            return $this->refusal(400, 'BAD_REQUEST', 'write needs email, state (in or out) and at (a time with its offset).');
        }
        $before = $this->newsletter->read($email, $storefront);
        if ($before !== null && $before['state'] === $state) {
            return [200, ['outcome' => 'unchanged'] + $this->answerOf($email, $before)];
        }
        if ($before === null && $state === 'out') {
            return [200, ['outcome' => 'missing']];
        }
        $this->recorder->mute(true);
        try {
            $this->newsletter->write($email, $state === 'in', $at, $storefront);
        } finally {
            $this->recorder->mute(false);
        }
        $after = $this->newsletter->read($email, $storefront);
        // A shop that keeps guests by their row alone has none after an opt-out: that is what "out" looks like there.
        $after = $after === null ? ['state' => 'out', 'at' => $at, 'customerId' => null] : $after;

        return [200, ['outcome' => 'written'] + $this->answerOf($email, $after)];
    }

    private function answerOf($email, $found)
    {
        if ($found === null) {
            return ['email' => $email, 'state' => 'unknown', 'at' => null, 'customerId' => null];
        }

        return [
            'email' => $email,
            'state' => $found['state'],
            'at' => $found['at'] ? EventForm::time($found['at']) : null,
            'customerId' => isset($found['customerId']) && $found['customerId'] ? (string) $found['customerId'] : null,
        ];
    }

    private function refusal($status, $code, $message)
    {
        return [$status, ['code' => $code, 'message' => $message]];
    }
}
