package org.tcbridge.threadx;

import java.net.URL;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tcbridge.core.ResourceFolder;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.symbol.Symbols;

/** ThreadX (Azure RTOS, Eclipse ThreadX) V5 and V6, one core or several. */
public final class ThreadX implements Rtos {

    /** For {@link java.util.ServiceLoader}. */
    public ThreadX() {}

    @Override
    public String id() {
        return "threadx";
    }

    @Override
    public String title() {
        return "ThreadX V5 and V6";
    }

    @Override
    public List<Set<String>> requiredSymbols() {
        return KernelSymbols.REQUIRED;
    }

    @Override
    public Set<String> optionalSymbols() {
        return KernelSymbols.OPTIONAL;
    }

    @Override
    public List<URL> stackings() {
        return ResourceFolder.list(ThreadX.class, "stacking");
    }

    @Override
    public RtosView attach(Symbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        return new ThreadXView(new KernelSymbols(symbols), order, pointerBytes);
    }

    @Override
    public List<LayoutFact> declared(Symbols symbols, ByteOrder order, int pointerBytes) {
        return DeclaredThread.of(new KernelSymbols(symbols), Optional.of(order), pointerBytes)
                .facts();
    }
}
