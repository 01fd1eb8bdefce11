package org.meanwhile.api.local;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;

/** Does work while the transaction of the thread, if there is one, is suspended. */
@ApplicationScoped
class OutsideTransaction {
  @Transactional(TxType.NOT_SUPPORTED)
  <T> T get(Supplier<T> work) {
    return work.get();
  }
}
