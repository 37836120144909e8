<?php
namespace Storewire\Bridge\Shared;

/** The shop's own database. Parameters stand as `?`. Both throw when the statement fails. */
interface Database
{
    /** @return int rows changed */
    public function run($sql, array $params = []);

    /** @return array[] rows by column name */
    public function rows($sql, array $params = []);

    /** @return string name with the shop's prefix */
    public function table($name);
}
