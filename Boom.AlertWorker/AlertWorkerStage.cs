using Boom.AlertWorker.Catalogs;
using Boom.Core.Alerts;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Clients;
using Boom.Hosting.Stages;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Boom.AlertWorker;

/// <summary>The alert workers: each leases packets, stores their alerts and hands the candids on.</summary>
public sealed class AlertWorkerStage() : QueueStage<AlertWorkerOptions, AlertWorkerTelemetry>("alert worker", "packets", AlertWorkerOptions.Section)
{
    /// <inheritdoc/>
    public override IEnumerable<string> Queues(Survey survey) => [QueueNames.Packets(survey), QueueNames.Enrichment(survey)];

    /// <inheritdoc/>
    protected override string QueueOf(Survey survey) => QueueNames.Packets(survey);

    /// <inheritdoc/>
    public override IReadOnlyList<string> FindProblems(IConfiguration configuration) =>
    [
        .. base.FindProblems(configuration),
        .. OptionsSection.Bind(configuration, CatalogsOptions.Section, new CatalogsOptions()),
        .. CrossMatchSettings.FindProblems(configuration),
    ];

    /// <inheritdoc/>
    protected override void AddServices(IServiceCollection services, IConfiguration configuration, Survey survey)
    {
        services.AddSection<CatalogsOptions>(CatalogsOptions.Section);
        services.TryAddSingleton(provider => new CatalogShelf(provider.GetRequiredService<IOptions<CatalogsOptions>>().Value.Folders));
        services.TryAddSingleton(provider => CrossMatchSettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddKeyedSingleton(survey, (provider, _) => new SurveyMatching(
            provider.GetRequiredService<SurveyCatalog>()[survey],
            provider.GetRequiredService<CrossMatchSettings>(),
            provider.GetRequiredService<CatalogShelf>(),
            provider.GetRequiredService<StagePulses>()));
    }

    /// <inheritdoc/>
    protected override Func<CancellationToken, Task> Beside(StageContext<AlertWorkerOptions, AlertWorkerTelemetry> context)
    {
        var watch = new CatalogWatch(MatchingOf(context), context.Telemetry, context.Time, context.Logger);
        var interval = context.Services.GetRequiredService<IOptions<CatalogsOptions>>().Value.RefreshInterval;
        return stopping => watch.RunAsync(interval, stopping);
    }

    /// <inheritdoc/>
    protected override Func<CancellationToken, ValueTask<string?>>? Bar(StageContext<AlertWorkerOptions, AlertWorkerTelemetry> context)
    {
        if (context.Services.GetService<StorageRoom>() is not { } room)
            return null;
        return async stopping =>
        {
            var shortage = await room.FindShortageAsync(stopping);
            context.Telemetry.SetRoom(context.Survey.Key, shortage is null);
            return shortage;
        };
    }

    /// <inheritdoc/>
    protected override IBatchProcessor CreateProcessor(StageContext<AlertWorkerOptions, AlertWorkerTelemetry> context) => new AlertProcessor(
        new AlertStep(context.Survey, SoftwareName.Current, context.Time),
        MatchingOf(context),
        context.Store,
        context.Queues(QueueNames.Enrichment(context.Survey.Key)),
        context.Time,
        context.Telemetry,
        context.Logger);

    static SurveyMatching MatchingOf(StageContext<AlertWorkerOptions, AlertWorkerTelemetry> context) =>
        context.Services.GetRequiredKeyedService<SurveyMatching>(context.Survey.Key);
}
