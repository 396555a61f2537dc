using System.Globalization;
using Boom.AlertWorker;
using Boom.Consumer;
using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Enricher;
using Boom.FilterWorker;
using Boom.Hosting;
using Boom.Hosting.Clients;
using Boom.Hosting.Stages;
using Boom.Messaging.Queues;
using Boom.ServiceDefaults.Logging;
using Boom.ServiceDefaults.Telemetry;
using Boom.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Pipeline;

/// <content>What the host is made of.</content>
public sealed partial class PipelineHost
{
    static ILoggerFactory CreateLoggers(FileLog log, IConfiguration configuration) => LoggerFactory.Create(logging =>
    {
        logging.AddProvider(log);
        logging.AddDirectives(configuration);
        logging.AddCollector(configuration, "boom");
    });

    static ValueTask<StackStore> OpenStoreAsync(
        string? alertDb, DataFolder folder, FileLog log, TimeProvider time, Action<string> showWarning, CancellationToken cancellationToken)
    {
        log.Open(folder.FileOf("boom.log"));
        return StackStore.OpenAsync(alertDb, folder, time, showWarning, cancellationToken);
    }

    static IHost BuildHost(PipelineSettings settings, EmbeddedStack stack, ILoggerFactory loggers, TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (stack.QueueServerIsEmbedded)
            builder.Configuration.AddInMemoryCollection([new("AlertWorker:BatchSize", EmbeddedStack.WorkerBatchSize.ToString(CultureInfo.InvariantCulture))]);
        // All stages share this process.
        builder.Configuration.AddInMemoryCollection(
        [
            new("AlertWorker:Workers", "1"), new("Models:Folder", Path.Combine(settings.DataFolder, "models")), new("Models:Networks", settings.Networks),
            new("Registry:Enabled", settings.IsAllSimulated ? "false" : "true"),
            new("Catalogs:Folder", Path.Combine(settings.DataFolder, "catalogs")), new("Catalogs:SimulatedFolder", settings.SimulatedCatalogs),
            new("Registry:CacheFolder", Path.Combine(settings.DataFolder, "schemas")),
        ]);
        builder.Configuration.AddEnvironmentVariables();
        if (settings.Workers is { } workers)
        {
            var text = workers.ToString(CultureInfo.InvariantCulture);
            builder.Configuration.AddInMemoryCollection([new("AlertWorker:Workers", text)]);
        }

        var hasFilterStage = AddFilterStage(builder, settings, stack);
        builder.Services
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25))
            .AddSingleton<IHostLifetime, SilentLifetime>()
            .AddSingleton(loggers)
            .AddSingleton(time)
            .AddSingleton<IAlertStore>(new MeasuredStore(stack.Store.Alerts, time))
            .AddSingleton<ILedger>(provider => provider.GetRequiredService<IAlertStore>())
            .AddSingleton<IIntakeSwitch>(provider => provider.GetRequiredService<IAlertStore>())
            .AddSingleton<IConsumerProgress>(stack.Progress)
            .AddSingleton(stack.Valkey)
            .AddSingleton<Func<string, ILeasedQueue>>(name => new ValkeyQueue(stack.Valkey, name, time));
        builder.Services.AddStorageRoom(ProgramSettings.ReadStorage(builder.Configuration), WrittenPlaces.Of(builder.Configuration, settings.DataFolder));
        IStage[] stages =
        [
            new ConsumerStage(options => RunConsumers.Configure(options, builder.Configuration, stack, settings)),
            new AlertWorkerStage(),
            new EnricherStage(),
            .. (IStage[])(hasFilterStage ? [new FilterWorkerStage()] : []),
        ];
        builder.Services.AddStages(builder.Configuration, settings.Surveys, stages);
        return builder.Build();
    }
}
