<?php
namespace Magento\Framework\Exception {
    class NoSuchEntityException extends \Exception
    {
    }
}

namespace Magento\Framework\App {
    class ResourceConnection
    {
        public $adapter;

        public function __construct()
        {
            $this->adapter = new \FakeAdapter();
        }

        public function getConnection()
        {
            return $this->adapter;
        }

        public function getTableName($name)
        {
            return 'x_' . $name;
        }
    }

    interface RequestInterface
    {
    }
}

namespace Magento\Store\Model {
    interface StoreManagerInterface
    {
    }
}

namespace Psr\Log {
    interface LoggerInterface
    {
    }
}

namespace Magento\Customer\Api {
    interface CustomerRepositoryInterface
    {
    }
}

namespace Magento\Quote\Api {
    interface CartRepositoryInterface
    {
    }
}

namespace Magento\Sales\Api {
    interface OrderRepositoryInterface
    {
    }
}

namespace Magento\Newsletter\Model\ResourceModel\Subscriber {
    class CollectionFactory
    {
        public $rows = [];

        public function create()
        {
            return new \FakeCollection($this->rows);
        }
    }
}

namespace Magento\Newsletter\Model {
    class SubscriberFactory
    {
        public $onSave;

        public function create()
        {
            $row = new \FakeModel();
            $row->onSave = $this->onSave;

            return $row;
        }
    }
}

namespace {
    require_once __DIR__ . '/magento.php';

    class Repository implements Magento\Customer\Api\CustomerRepositoryInterface, Magento\Quote\Api\CartRepositoryInterface, Magento\Sales\Api\OrderRepositoryInterface
    {
        public $objects;

        public function __construct(array $objects)
        {
            $this->objects = $objects;
        }

        public function get($id)
        {
            if (!isset($this->objects[$id])) {
                throw new Magento\Framework\Exception\NoSuchEntityException('gone');
            }

            return $this->objects[$id];
        }

        public function getById($id)
        {
            return $this->get($id);
        }
    }

    class Stores implements Magento\Store\Model\StoreManagerInterface
    {
        public function getStore($id = 1)
        {
            return new FakeModel(['id' => $id, 'website_id' => $id < 3 ? 1 : 2]);
        }

        public function getStores()
        {
            return [$this->getStore(1), $this->getStore(2), $this->getStore(3)];
        }

        public function getDefaultStoreView()
        {
            return $this->getStore(1);
        }
    }

    class Request implements Magento\Framework\App\RequestInterface
    {
        public $action = '';

        public function getFullActionName()
        {
            return $this->action;
        }
    }

    class Log implements Psr\Log\LoggerInterface
    {
        public $lines = [];

        public function warning($line)
        {
            $this->lines[] = $line;
        }
    }
}
