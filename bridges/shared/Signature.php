<?php
namespace Storewire\Bridge\Shared;

/** The three signatures of the bridge. They differ in what is signed, so none can be used in another's place. */
class Signature
{
    /** Of a delivery to the hub's inbound door. @return string value of `X-Hub-Signature` */
    public static function inbound($secret, $timestamp, $body)
    {
        return 'v1=' . hash_hmac('sha256', $timestamp . '.' . $body, $secret);
    }

    /** Of a request of the hub to a route of the bridge. */
    public static function route($secret, $timestamp, $nonce, $body)
    {
        return 'v1=' . hash_hmac('sha256', 'storewire-bridge-1.' . $timestamp . '.' . $nonce . '.' . $body, $secret);
    }

    /** Says to the tracker who is logged in, for an hour. */
    public static function identity($secret, $customerId, $email, $now)
    {
        $signed = 'v1.' . ($now + 3600) . '.' . self::base64url($customerId) . '.' . self::base64url($email);

        return $signed . '.' . hash_hmac('sha256', $signed, $secret);
    }

    private static function base64url($text)
    {
        return rtrim(strtr(base64_encode((string) $text), '+/', '-_'), '=');
    }
}
