<?php
/** Throws unless both are the same. */
function same($expected, $actual, $what = 'value')
{
    if ($expected !== $actual) {
        throw new Exception($what . ': expected ' . json_encode($expected) . ', got ' . json_encode($actual));
    }
}

/** Throws unless the array holds these entries. */
function holds(array $expected, array $actual, $what = 'value')
{
    foreach ($expected as $key => $value) {
        if (!array_key_exists($key, $actual)) {
            throw new Exception("$what: $key is missing in " . json_encode($actual));
        }
        if (is_array($value) && is_array($actual[$key])) {
            holds($value, $actual[$key], "$what.$key");
        } else {
            same($value, $actual[$key], "$what.$key");
        }
    }
}
