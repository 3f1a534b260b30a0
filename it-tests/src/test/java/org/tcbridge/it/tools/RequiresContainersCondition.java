package org.tcbridge.it.tools;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Decides for {@link RequiresContainers}. */
final class RequiresContainersCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // Testcontainers searches long and logs much where there is no daemon at all.
        if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return Missing.skip("no container daemon: DOCKER_HOST is not set and /var/run/docker.sock is not there");
        }
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Missing.skip("the container daemon does not answer");
            }
            DockerClientFactory.lazyClient()
                    .inspectImageCmd(RequiresContainers.IMAGE)
                    .exec();
        } catch (NotFoundException e) {
            return Missing.skip("no image " + RequiresContainers.IMAGE + ": run " + RequiresContainers.BUILD);
        } catch (IllegalStateException e) {
            // Thrown by Testcontainers when it finds no usable daemon.
            return Missing.skip("no usable container daemon: " + e.getMessage());
        }
        return ConditionEvaluationResult.enabled("the daemon answers and has " + RequiresContainers.IMAGE);
    }
}
