using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.Hosting.Stages;

/// <summary>
/// A stage whose workers lease messages from a queue: registration, options, workers, log and heartbeat are the same for all of them. A stage says which
/// queue it is, and what is done with a batch.
/// </summary>
/// <typeparam name="TOptions">Its settings.</typeparam>
/// <typeparam name="TTelemetry">Its metrics and spans.</typeparam>
/// <param name="name">Name of a worker, e.g. <c>alert worker</c>.</param>
/// <param name="messages">What its queue holds, e.g. <c>packets</c>.</param>
/// <param name="section">Section of the configuration.</param>
public abstract class QueueStage<TOptions, TTelemetry>(string name, string messages, string section) : IStage
    where TOptions : QueueStageOptions, new()
    where TTelemetry : StageTelemetry, new()
{
    readonly string _pulse = name.Replace(' ', '-');

    /// <inheritdoc/>
    public string ProgramName => $"boom-{_pulse}";

    /// <inheritdoc/>
    public string Section => section;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> FindProblems(IConfiguration configuration) => OptionsSection.Bind(configuration, section, new TOptions());

    /// <inheritdoc/>
    public abstract IEnumerable<string> Queues(Survey survey);

    /// <inheritdoc/>
    public virtual void AddClients(IHostApplicationBuilder builder)
    {
    }

    /// <inheritdoc/>
    public void AddWorkers(IServiceCollection services, IConfiguration configuration, Survey survey)
    {
        services.AddSection<TOptions>(section);
        services.TryAddSingleton<TTelemetry>();
        AddServices(services, configuration, survey);
        services.AddSingleton<IHostedService>(provider => new Workers(
            this,
            new StageContext<TOptions, TTelemetry>(
                provider.GetRequiredService<SurveyCatalog>()[survey],
                provider.GetRequiredService<IOptions<TOptions>>().Value,
                provider.GetRequiredService<TTelemetry>(),
                provider.GetRequiredService<Func<string, ILeasedQueue>>(),
                provider.GetRequiredService<IAlertStore>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger(GetType()),
                provider),
            provider.GetRequiredService<StagePulses>(),
            provider.GetRequiredService<LeaseGate>()));
    }

    /// <summary>Adds what only this stage has, of one survey.</summary>
    protected virtual void AddServices(IServiceCollection services, IConfiguration configuration, Survey survey)
    {
    }

    /// <summary>The queue whose messages are worked on.</summary>
    protected abstract string QueueOf(Survey survey);

    /// <summary>Makes what a worker does with a batch; each worker has its own.</summary>
    protected abstract IBatchProcessor CreateProcessor(StageContext<TOptions, TTelemetry> context);

    /// <summary>How many workers a survey has in this program unless the settings name it.</summary>
    protected virtual int WorkersOf(StageContext<TOptions, TTelemetry> context) => context.Options.Workers;

    /// <summary>What goes on beside the workers of a survey, until it is stopped; null for nothing.</summary>
    protected virtual Func<CancellationToken, Task>? Beside(StageContext<TOptions, TTelemetry> context) => null;

    /// <summary>What forbids the work of a survey at the moment, in a sentence; its workers pause meanwhile. Null when nothing ever does.</summary>
    protected virtual Func<CancellationToken, ValueTask<string?>>? Bar(StageContext<TOptions, TTelemetry> context) => null;

    sealed class Workers(QueueStage<TOptions, TTelemetry> stage, StageContext<TOptions, TTelemetry> context, StagePulses pulses, LeaseGate gate)
        : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var count = context.Options.WorkersFor(context.Survey.Key, stage.WorkersOf(context));
            var workers = Enumerable.Range(0, count).Select<int, Func<CancellationToken, Task>>(slot => stop => RunAsync(slot, stop));
            return WorkerSlots.RunAsync(stage.Beside(context) is { } beside ? workers.Append(beside) : workers, stoppingToken);
        }

        async Task RunAsync(int slot, CancellationToken stoppingToken)
        {
            var survey = context.Survey.Key;
            var log = new StageLog(context.Logger, stage.Name, stage.Messages, survey);
            using var processor = new TracedProcessor(stage.CreateProcessor(context), context.Telemetry, survey);
            using var active = context.Telemetry.Active(survey, slot);
            var settings = context.Options.ToLoopSettings();
            log.Started(slot, settings.BatchSize);
            var pulse = pulses.Of($"{stage._pulse} {survey.ToLowerName()} {slot}");
            await new LeaseLoop(context.Queues(stage.QueueOf(survey)), settings, processor, log, context.Time, seed: slot, pulse, gate, stage.Bar(context))
                .RunAsync(stoppingToken);
            log.Stopped(slot);
        }
    }

    string Name => name;

    string Messages => messages;
}
