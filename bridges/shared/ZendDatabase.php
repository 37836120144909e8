<?php
namespace Storewire\Bridge\Shared;

/** Magento 1 and 2: the adapter has the same two methods in both. */
class ZendDatabase implements Database
{
    private $connection;
    private $tableName;

    /** @param object $connection @param callable $tableName from the short name to the one with prefix */
    public function __construct($connection, $tableName)
    {
        $this->connection = $connection;
        $this->tableName = $tableName;
    }

    public function run($sql, array $params = [])
    {
        return (int) $this->connection->query($sql, $params)->rowCount();
    }

    public function rows($sql, array $params = [])
    {
        return $this->connection->query($sql, $params)->fetchAll();
    }

    public function table($name)
    {
        return call_user_func($this->tableName, $name);
    }
}
