<?php
/** @var Mage_Core_Model_Resource_Setup $this */
$this->startSetup();
Mage::getSingleton('storewire_bridge/service')->install();
$this->endSetup();
