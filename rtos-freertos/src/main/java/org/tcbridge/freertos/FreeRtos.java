package org.tcbridge.freertos;

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

/** FreeRTOS, V7.5 to V11.3, any configuration, one core or several. */
public final class FreeRtos implements Rtos {
    /** For {@link java.util.ServiceLoader}. */
    public FreeRtos() {}

    @Override
    public String id() {
        return "freertos";
    }

    @Override
    public String title() {
        return "FreeRTOS V7.5 to V11.3";
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
        return ResourceFolder.list(FreeRtos.class, "stacking");
    }

    @Override
    public RtosView attach(Symbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        return new FreeRtosView(new KernelSymbols(symbols), order, pointerBytes);
    }

    @Override
    public List<LayoutFact> declared(Symbols symbols, ByteOrder order, int pointerBytes) {
        return DeclaredKernel.of(new KernelSymbols(symbols), Optional.of(order), pointerBytes)
                .facts();
    }
}
