<?php
namespace Storewire\Bridge\Shared;

/** Reads from the shop what a queued row is about. Runs when rows are sent, not in the shopper's request. */
interface Expander
{
    /**
     * @param array $hint `type`, `ref`, `storefront`, `detail`, `occurredAt`
     * @return array|null fields of the event, with `type` where it is another one; null when there is nothing to tell any more
     */
    public function expand(array $hint);
}
