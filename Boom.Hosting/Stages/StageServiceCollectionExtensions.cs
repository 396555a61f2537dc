using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Schemas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Boom.Hosting.Stages;

/// <summary>The one place where a pipeline is put together, for programs, <c>boom run</c>, the bench and tests.</summary>
public static class StageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the workers of stages. They need the ledger and the store (<see cref="Boom.Core.Store.IAlertStore"/>), and a factory of queues by name
    /// (<see cref="Func{T, TResult}"/> from string to <see cref="ILeasedQueue"/>).
    /// </summary>
    /// <exception cref="Boom.ServiceDefaults.ConfigurationFaultException">The section <c>Registry</c> is wrong.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong: thrown when the host starts.</exception>
    /// <exception cref="Boom.ServiceDefaults.ConfigurationFaultException">What is said of a survey's data is wrong.</exception>
    public static IServiceCollection AddStages(
        this IServiceCollection services, IConfiguration configuration, IEnumerable<Survey> surveys, params IReadOnlyList<IStage> stages)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StagePulses>();
        services.AddSchemas(configuration);
        services.TryAddSingleton<LeaseGate>();
        foreach (var survey in surveys)
        {
            foreach (var stage in stages)
                stage.AddWorkers(services, configuration, survey);
        }

        return services;
    }
}
