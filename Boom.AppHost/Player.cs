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
                    if (!player.TryRead(context.Inputs, out _, out var problem))
                        context.AddValidationError(context.Inputs[Alerts], problem);
                    return Task.CompletedTask;
                },
            });
    }

    // Of a broker that is named one night is read: it may hold many others.
    static InteractionInput[] Questions(PlayerPlan plan, bool isOneNight) =>
    [
        .. isOneNight ? [] : new[] { Question(Night, "Night", "Date of the topic, yyyyMMdd.", InputType.Text, NextNight(plan.Night)) },
        Question(Alerts, "Alerts", "How many, 1 to 5,000,000.", InputType.Number, Text(plan.Alerts)),
        Question(Seed, "Seed", "Another seed is another sky.", InputType.Number, Text(plan.Seed + 1)),
        Question(Rate, "Rate", "Alerts per second; 0 for as many as can be sent.", InputType.Number, Text(plan.Rate)),
    ];

    static InteractionInput Question(string name, string label, string description, InputType type, string value) =>
        new() { Name = name, Label = label, Description = description, InputType = type, Required = true, Value = value };

    async Task<ExecuteCommandResult> PlayAsync(ExecuteCommandContext context, ProjectResource program)
    {
        if (!TryRead(context.Arguments, out var plan, out var problem))
            return CommandResults.Failure(problem);
        if (ResourceRun.IsAtWork(context.Services, Name))
            return CommandResults.Failure("A night is being played: wait for its end, or stop the player first.");
        _plan = plan;
        var start = await ResourceRun.StartAsync(context, program);
        return start.Success ? CommandResults.Success($"Night {plan.Night}: {plan.Alerts} alerts are played; the lines of the player say how it goes.") : start;
    }

    bool TryRead(InteractionInputCollection answers, out PlayerPlan plan, out string problem)
    {
        plan = new PlayerPlan
        {
            Night = answers.ContainsName(Night) ? answers.GetString(Night) ?? "" : _plan.Night,
            Alerts = Number(answers, Alerts),
            Seed = Number(answers, Seed),
            Rate = Number(answers, Rate),
        };
        problem = string.Join(' ', plan.FindProblems(Name));
        return problem.Length == 0;
    }

    // What is no number is out of every range.
    static int Number(InteractionInputCollection answers, string name) =>
        int.TryParse(answers.GetString(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    static string NextNight(string night) =>
        DateOnly.ParseExact(night, PlayerPlan.NightFormat, CultureInfo.InvariantCulture).AddDays(1).ToString(PlayerPlan.NightFormat, CultureInfo.InvariantCulture);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
