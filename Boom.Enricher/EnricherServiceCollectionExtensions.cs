using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.Enricher;

/// <summary>Registration of the enrichment stage.</summary>
public static class EnricherServiceCollectionExtensions
{
    /// <summary>
    /// Adds the enrichers of a survey. Needs an <see cref="IAlertStore"/> and a factory of queues by name
    /// (<see cref="Func{T, TResult}"/> from string to <see cref="ILeasedQueue"/>).
    /// </summary>
    public static IServiceCollection AddEnricher(this IServiceCollection services, Survey survey)
    {
        services.AddStageOptions<EnricherOptions>(EnricherOptions.Section);
        services.TryAddSingleton(SurveyCatalog.Default);
        services.TryAddSingleton<StagePulses>();
        services.TryAddSingleton<LeaseGate>();
        services.AddSingleton<EnricherTelemetry>();
        return services.AddSingleton<IHostedService>(provider => new Enricher(
            provider.GetRequiredService<SurveyCatalog>()[survey],
            provider.GetRequiredService<Func<string, ILeasedQueue>>(),
            provider.GetRequiredService<IAlertStore>(),
            provider.GetRequiredService<IOptions<EnricherOptions>>(),
            provider.GetRequiredService<EnricherTelemetry>(),
            provider.GetRequiredService<StagePulses>(),
            provider.GetRequiredService<LeaseGate>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Enricher>>()));
    }
}
