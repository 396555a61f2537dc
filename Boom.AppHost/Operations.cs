using System.Collections.Immutable;

namespace Boom.AppHost;

/// <summary>
/// What an operator asks for at the dashboard: runs of the <c>boom</c> command on the servers of the system, one at a time, whose answer is shown. All of them
/// are runs of the resource <c>operations</c>, which keeps their lines; its Start is an audit.
/// </summary>
sealed class Operations
{
    /// <summary>Name of the resource.</summary>
    public const string Name = "operations";

    static readonly ImmutableArray<string> Audit = ["audit"];

    readonly IResourceBuilder<ProjectResource> _program;
    readonly SemaphoreSlim _one = new(1);
    ImmutableArray<string> _next = Audit;

    Operations(IDistributedApplicationBuilder builder) => _program = builder.AddTool(Name)
        .WithArgs(context => _next.ToList().ForEach(context.Args.Add))
        .WithExplicitStart()
        .WithIconName("WrenchScrewdriver");

    /// <summary>Adds the resource and what concerns the whole system.</summary>
    public static Operations Add(IDistributedApplicationBuilder builder, Servers servers)
    {
        var operations = new Operations(builder);

        // Servers that are away are told of by the command: whoever asks must not wait for them.
        operations._program.WithReference(servers.Valkey).WithReference(servers.AlertDb);
        if (!servers.BrokerIsEmbedded)
            operations._program.WithReference(servers.Kafka).WithSignIn();
        operations.Offer(
            operations._program, "audit", "Audit",
            "Account for every packet that was published, per topic and partition. It reads ledger, store and broker, and changes nothing.",
            "Account for every packet now? This reads ledger, store and broker, and changes nothing.", "ClipboardCheckmark", isHighlighted: true);
        operations.Offer(
            operations._program, "repair", "Repair",
            "Audit, and put stored alerts that were never enriched back in the enrichment queue.",
            "Forward the alerts that were stored and not enriched, and close what no input can bring back? No alert is lost by it; one that is enriched twice comes out the same.", "WrenchScrewdriver",
            arguments: "audit --repair", isHighlighted: true);
        operations.Offer(
            operations._program, "replay-dead-letters", "Replay dead letters",
            "Try everything that could not be processed once more.",
            "Put all dead letters back in their queues? What fails again is a dead letter again.", "ArrowRepeatAll", arguments: "dead-letters replay --all");
        return operations;
    }

    /// <summary>Lets a survey's intake be paused and resumed, at its consumer.</summary>
    public IResourceBuilder<ProjectResource> OfferIntake(IResourceBuilder<ProjectResource> consumer, string survey)
    {
        Offer(
            consumer, "pause-intake", "Pause intake",
            $"Read no more packets of {survey} until it is resumed, also after a restart. They stay in the broker, which may delete old ones; what is queued is worked on.",
            confirmation: null, "Pause",
            arguments: $"intake pause --survey {survey}",
            input: new InteractionInput
            {
                Name = "reason", Label = "Reason", Description = $"The intake of {survey} stays paused until it is resumed, also after a restart. The reason is for whoever finds it paused.", InputType = InputType.Text, Required = false, MaxLength = 200,
            });
        Offer(
            consumer, "resume-intake", "Resume intake",
            $"Read packets of {survey} again, from where reading was paused.", $"Resume the intake of {survey}?", "Play", arguments: $"intake resume --survey {survey}");
        return consumer;
    }

    void Offer(
        IResourceBuilder<ProjectResource> place, string name, string title, string description, string? confirmation, string icon, string? arguments = null,
        InteractionInput? input = null, bool isHighlighted = false) => place.WithCommand(
        name, title,
        context =>
        {
            // An answer that was left empty is none.
            string[] answer = input is not null && context.Arguments.GetString(input.Name) is { Length: > 0 } text ? [$"--{input.Name}={text}"] : [];
            return RunAsync(context, [.. (arguments ?? name).Split(' '), .. answer]);
        },
        new CommandOptions
        {
            Description = description,
            ConfirmationMessage = confirmation,
            IconName = icon,
            IsHighlighted = isHighlighted,
            Arguments = input is null ? [] : [input],
            Progress = new CommandProgressOptions { Title = title, Message = $"boom {arguments ?? name}" },
        });

    async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context, ImmutableArray<string> arguments)
    {
        const string busy = "Another command is running: wait for its end, its lines are those of operations.";
        if (!await _one.WaitAsync(TimeSpan.Zero, context.CancellationToken))
            return CommandResults.Failure(busy);
        try
        {
            // Started from the dashboard, or by a command whose answer nobody waits for any more.
            if (ResourceRun.IsAtWork(context.Services, Name))
                return CommandResults.Failure(busy);
            _next = arguments;
            var (refused, exitCode, lines) = await ResourceRun.CompleteAsync(context, _program.Resource);
            return refused ?? Answer(exitCode, lines);
        }
        finally
        {
            _next = Audit;
            _one.Release();
        }
    }

    static ExecuteCommandResult Answer(int exitCode, IReadOnlyList<string> lines)
    {
        var last = lines.Count > 0 ? lines[^1] : $"Ended with code {exitCode}.";
        var all = new CommandResultData { Value = string.Join('\n', lines), Format = CommandResultFormat.Text, DisplayImmediately = true };
        return exitCode == 0 ? CommandResults.Success(last, all) : CommandResults.Failure(last, all);
    }
}
