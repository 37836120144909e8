<?php
declare(strict_types=1);

namespace Storewire\Bridge\Cron;

use Storewire\Bridge\Model\Bridge;

/** Every minute: sends what waits. */
class Send
{
    private Bridge $bridge;

    public function __construct(Bridge $bridge)
    {
        $this->bridge = $bridge;
    }

    public function execute(): void
    {
        $this->bridge->sender()->run();
    }
}
