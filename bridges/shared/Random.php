<?php
namespace Storewire\Bridge\Shared;

class Random
{
    /** @return string 32 hexadecimal digits */
    public static function id()
    {
        return bin2hex(function_exists('random_bytes') ? random_bytes(16) : openssl_random_pseudo_bytes(16));
    }
}
