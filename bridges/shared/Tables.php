<?php
namespace Storewire\Bridge\Shared;

/** The bridge's own tables, for MySQL and MariaDB. */
class Tables
{
    const QUEUE = 'storewire_queue';
    const MARK = 'storewire_mark';

    /** @return string[] statements that may be repeated */
    public static function create(Database $db)
    {
        $end = ' ENGINE=InnoDB DEFAULT CHARSET=utf8';

        return [
            'CREATE TABLE IF NOT EXISTS ' . $db->table(self::QUEUE) . ' (
                id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                event_id VARCHAR(100) NOT NULL,
                type VARCHAR(40) NOT NULL,
                ref VARCHAR(160) NOT NULL,
                storefront VARCHAR(20) NOT NULL,
                detail TEXT NOT NULL,
                occurred_at INT UNSIGNED NOT NULL,
                created_at INT UNSIGNED NOT NULL,
                body MEDIUMTEXT NULL,
                attempts INT UNSIGNED NOT NULL DEFAULT 0,
                due_at INT UNSIGNED NOT NULL DEFAULT 0,
                claim VARCHAR(32) NOT NULL DEFAULT \'\',
                claimed_at INT UNSIGNED NOT NULL DEFAULT 0,
                UNIQUE KEY event_id (event_id),
                KEY due (due_at, id),
                KEY ref (ref, type)
            )' . $end,
            'CREATE TABLE IF NOT EXISTS ' . $db->table(self::MARK) . ' (
                name VARCHAR(100) NOT NULL PRIMARY KEY,
                at INT UNSIGNED NOT NULL
            )' . $end,
        ];
    }

    public static function drop(Database $db)
    {
        return [
            'DROP TABLE IF EXISTS ' . $db->table(self::QUEUE),
            'DROP TABLE IF EXISTS ' . $db->table(self::MARK),
        ];
    }
}
