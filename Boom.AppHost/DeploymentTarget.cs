namespace Boom.AppHost;

/// <summary>For whom the model is published: the property <c>Deployment</c> of the build, <c>compose</c> or <c>kubernetes</c>; else a manifest for <c>azd</c>.</summary>
static class DeploymentTarget
{
    /// <summary>Adds the environment that the stages are deployed to.</summary>
    public static void AddDeploymentTarget(this IDistributedApplicationBuilder builder)
    {
#if COMPOSE
        builder.AddDockerComposeEnvironment("boom");
#elif KUBERNETES
        builder.AddKubernetesEnvironment("boom");
#else
        _ = builder;
#endif
    }
}
