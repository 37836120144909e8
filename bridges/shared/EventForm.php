<?php
namespace Storewire\Bridge\Shared;

/** Brings the shop's values into the form of the inbound contract, which refuses what does not fit. */
class EventForm
{
    /** A whole event as JSON, in ASCII because older shop tables hold no emoji. @param array $fields `contact`, `consents`, `cart`, `order`, `visitorId` */
    public static function json($id, $type, $occurredAt, array $fields)
    {
        $event = ['id' => $id, 'type' => $type, 'occurredAt' => self::time($occurredAt)] + self::filled($fields);

        return json_encode($event, JSON_UNESCAPED_SLASHES);
    }

    /** @param int $seconds Unix seconds */
    public static function time($seconds)
    {
        return gmdate('Y-m-d\TH:i:s\Z', (int) $seconds);
    }

    /** Plain text of at most so many characters, or null. Invalid UTF-8 is dropped. */
    public static function text($value, $max = 255)
    {
        if ($value === null || is_array($value) || is_object($value)) {
            return null;
        }
        $plain = html_entity_decode(strip_tags((string) $value), ENT_QUOTES, 'UTF-8');
        // Null where it is not UTF-8.
        $text = trim((string) preg_replace('/\s+/u', ' ', $plain));
        if ($text === '' || !preg_match('/^.{1,' . (int) $max . '}/us', $text, $found)) {
            return null;
        }

        return $found[0];
    }

    /** Decimal text that is not negative, or null. */
    public static function amount($value, $digits = 2)
    {
        if (!is_numeric($value) || (float) $value < 0 || (float) $value >= 1e12) {
            return null;
        }

        return number_format((float) $value, $digits, '.', '');
    }

    public static function email($value)
    {
        $email = trim((string) $value);

        return filter_var($email, FILTER_VALIDATE_EMAIL) && strlen($email) <= 254 ? $email : null;
    }

    public static function url($value)
    {
        $url = (string) $value;

        return preg_match('#^https?://[^\s/]#i', $url) && strlen($url) <= 2048 ? $url : null;
    }

    /** Two capital letters, or null. */
    public static function country($value)
    {
        return preg_match('/^[A-Z]{2}$/', strtoupper((string) $value)) ? strtoupper((string) $value) : null;
    }

    /** A day, or null for the zero date that shops keep for "none". */
    public static function day($value)
    {
        $day = substr((string) $value, 0, 10);
        if (!preg_match('/^(\d{4})-(\d\d)-(\d\d)$/', $day, $parts)) {
            return null;
        }

        return checkdate((int) $parts[2], (int) $parts[3], (int) $parts[1]) ? $day : null;
    }

    /** The visitor that SALESmanago's cookie names, or null. @param array $cookies as `$_COOKIE` */
    public static function visitor(array $cookies)
    {
        $value = isset($cookies['smclient']) ? $cookies['smclient'] : null;

        return is_string($value) && preg_match('/^[A-Za-z0-9-]{8,64}$/', $value) ? $value : null;
    }

    /** A newsletter decision, as the contract has it. */
    public static function newsletter($isGranted, $occurredAt, $source)
    {
        return [['kind' => 'newsletter-email', 'granted' => (bool) $isGranted, 'at' => self::time($occurredAt), 'source' => $source]];
    }

    /** Without what is null or empty; false and 0 stay. */
    public static function filled(array $fields)
    {
        $filled = [];
        foreach ($fields as $name => $value) {
            $kept = is_array($value) ? self::filled($value) : $value;
            if ($kept !== null && $kept !== [] && $kept !== '') {
                $filled[$name] = $kept;
            }
        }

        return $filled;
    }
}
