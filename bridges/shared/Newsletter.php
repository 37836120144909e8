<?php
namespace Storewire\Bridge\Shared;

/** The shop's newsletter list: accounts and guests alike. */
interface Newsletter
{
    /** @return array|null `state` (`in`, `out`, `pending`), `at` as Unix seconds or null, `customerId` or null; null: not known here */
    public function read($email, $storefront);

    /** A page, by the position after which it starts (empty for the first). @return array `items` (as `read`, with `email`), `next` or null */
    public function page($after, $limit, $storefront);

    /** Writes without mails. Nothing is made for an opt-out of somebody unknown. */
    public function write($email, $isGranted, $at, $storefront);
}
