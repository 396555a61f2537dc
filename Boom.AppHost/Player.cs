using System.Globalization;

namespace Boom.AppHost;

/// <summary>The resource <c>player</c>, which plays a night for trials, and another one when it is told to.</summary>
sealed class Player
{
    const string Name = "player", Night = "night", Alerts = "alerts", Seed = "seed", Rate = "rate";

    PlayerPlan _plan;

    Player(PlayerPlan plan) => _plan = plan;

    /// <summary>Adds it.</summary>
    public static void Add(IDistributedApplicationBuilder builder, PlayerPlan plan, Servers servers)
    {
        var player = new Player(plan);
        var program = builder.AddTool(Name)
            .WithArgs(context => player._plan.Arguments().ToList().ForEach(context.Args.Add))
            .PublishingTo(servers)
            .WithIconName("WeatherMoon");
        if (!plan.Automatic)
            program.WithExplicitStart();
        program.WithCommand(
            "play-another-night", "Play another night", context => player.PlayAsync(context, program.Resource),
            new CommandOptions
            {
                Description = "Play a simulated night of your choice into the broker.",
                ConfirmationMessage = "Play these simulated alerts into the broker? They carry a mark that says so, and are stored like any others.",
                IconName = "WeatherMoon",
                Arguments = Questions(plan, servers.IsBrokerNamed),
                ValidateArguments = context =>
                {
                    foreach (var problem in player.Read(context.Inputs).FindProblems(Name))
                        context.AddValidationError(context.Inputs.FirstOrDefault(question => problem.StartsWith($"{Name}:{question.Label} ", StringComparison.Ordinal)) ?? context.Inputs[Alerts], problem);
                    return Task.CompletedTask;
                },
            });
    }

    // Of a broker that is named one night is read: it may hold many others.
    static InteractionInput[] Questions(PlayerPlan plan, bool isOneNight) =>
    [
        .. isOneNight ? [] : new[] { Question(Night, "Night", "Date of the topic, yyyyMMdd.", InputType.Text, NextNight(plan.Night)) },
        Question(Alerts, "Alerts", "How many, 1 to 5,000,000.", InputType.Number, Text(plan.Alerts)),
        Question(Seed, "Seed", "Another seed is another sky.", InputType.Number, Text(plan.Seed == long.MaxValue ? 0 : plan.Seed + 1)),
        Question(Rate, "Rate", "Alerts per second; 0 for as many as can be sent.", InputType.Number, Text(plan.Rate)),
    ];

    static InteractionInput Question(string name, string label, string description, InputType type, string value) =>
        new() { Name = name, Label = label, Description = description, InputType = type, Required = true, Value = value };

    async Task<ExecuteCommandResult> PlayAsync(ExecuteCommandContext context, ProjectResource program)
    {
        var plan = Read(context.Arguments);
        if (string.Join(' ', plan.FindProblems(Name)) is { Length: > 0 } problems)
            return CommandResults.Failure(problems);
        if (ResourceRun.IsAtWork(context.Services, Name))
            return CommandResults.Failure("A night is being played: wait for its end, or stop the player first.");
        _plan = plan;
        var start = await ResourceRun.StartAsync(context, program);
        return start.Success ? CommandResults.Success($"Night {plan.Night}: {plan.Alerts} alerts are played; the lines of the player say how it goes.") : start;
    }

    PlayerPlan Read(InteractionInputCollection answers) => new()
    {
        Night = answers.ContainsName(Night) ? answers.GetString(Night) ?? "" : _plan.Night,
        Alerts = (int)Number(answers, Alerts, int.MaxValue),
        Seed = Number(answers, Seed, long.MaxValue),
        Rate = (int)Number(answers, Rate, int.MaxValue),
    };

    // What is no number, or too large a one, is out of every range.
    static long Number(InteractionInputCollection answers, string name, long most) =>
        long.TryParse(answers.GetString(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : -1;

    static string NextNight(string night)
    {
        var date = DateOnly.ParseExact(night, PlayerPlan.NightFormat, CultureInfo.InvariantCulture);
        return (date == DateOnly.MaxValue ? date : date.AddDays(1)).ToString(PlayerPlan.NightFormat, CultureInfo.InvariantCulture);
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
