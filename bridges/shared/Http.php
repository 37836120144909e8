<?php
namespace Storewire\Bridge\Shared;

interface Http
{
    /** @return array `status` (0: the hub was not reached), `retryAfter` in seconds or null, `body` text */
    public function post($url, array $headers, $body);
}
