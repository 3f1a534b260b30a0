package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.rtos.Rtos;

class FreeRtosTest {
    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(Rtos.class)).singleElement().satisfies(rtos -> {
            assertThat(rtos).isInstanceOf(FreeRtos.class);
            assertThat(rtos.id()).isEqualTo("freertos");
        });
    }

    @Test
    void asksForBothFormsOfWhatLinkTimeOptimisationRenames() {
        FreeRtos rtos = new FreeRtos();
        assertThat(rtos.requiredSymbols())
                .containsExactly(
                        Set.of("pxCurrentTCB", "pxCurrentTCBs", "pxCurrentTCB.lto_priv.0", "pxCurrentTCBs.lto_priv.0"),
                        Set.of("pxReadyTasksLists", "pxReadyTasksLists.lto_priv.0"));
        assertThat(rtos.optionalSymbols())
                .contains("xSchedulerRunning", "xSchedulerRunning.lto_priv.0", "xSuspendedTaskList.lto_priv.0");
    }
}
