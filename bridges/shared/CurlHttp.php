<?php
namespace Storewire\Bridge\Shared;

/** Follows no redirect: a signed delivery goes where the key file says, or nowhere. */
class CurlHttp implements Http
{
    private $timeoutSeconds;

    public function __construct($timeoutSeconds = 15)
    {
        $this->timeoutSeconds = $timeoutSeconds;
    }

    public function post($url, array $headers, $body)
    {
        $lines = [];
        foreach ($headers as $name => $value) {
            $lines[] = $name . ': ' . $value;
        }
        $retryAfter = null;
        $call = curl_init($url);
        curl_setopt_array($call, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_CONNECTTIMEOUT => 5,
            CURLOPT_TIMEOUT => $this->timeoutSeconds,
            // Without it curl waits a second for a "100 Continue" before a longer body.
            CURLOPT_HTTPHEADER => array_merge($lines, ['Expect:']),
            CURLOPT_HEADERFUNCTION => function ($handle, $line) use (&$retryAfter) {
                if (preg_match('/^retry-after:\s*(\d{1,6})\s*$/i', $line, $found)) {
                    $retryAfter = (int) $found[1];
                }

                return strlen($line);
            },
        ]);
        $answer = curl_exec($call);
        $status = $answer === false ? 0 : (int) curl_getinfo($call, CURLINFO_HTTP_CODE);

        return ['status' => $status, 'retryAfter' => $retryAfter, 'body' => (string) $answer];
    }
}
