using System.Globalization;

namespace Boom.AppHost;

/// <summary>The resource <c>player</c>, which plays a night for trials, and another one when it is told to.</summary>
sealed class Player
{
    const string Name = "player", Night = "night", Alerts = "alerts", Seed = "seed", Rate = "rate";

    readonly InteractionInput[] _questions;
    PlayerPlan _plan;

    Player(PlayerPlan plan, InteractionInput[] questions) => (_plan, _questions) = (plan, questions);

    /// <summary>Adds it.</summary>
    public static void Add(IDistributedApplicationBuilder builder, SystemPlan system, Servers servers)
    {
        var plan = system.Player;
        var catalogs = system.SimulatedCatalogs(builder, servers);
        string[] surveys = [.. system.Surveys.Where(survey => survey.Consumers > 0).Select(survey => survey.Name)];
        var player = new Player(plan, Questions(plan, servers.IsBrokerNamed));
        var program = builder.AddTool(Name)
            .WithArgs(context => player._plan.Arguments(surveys, catalogs).ToList().ForEach(context.Args.Add))
            .PublishingTo(servers)
            .WithIconName("WeatherMoon");
        if (!plan.Automatic)
            program.WithExplicitStart();
        program.WithCommand(
            "play-another-night", "Play another night", context => player.PlayAsync(context, program.Resource),
            new CommandOptions
            {
                Description = "Play a simulated night of your choice into the broker. Its alerts carry a mark that says so, and are stored like any others.",
                IconName = "WeatherMoon",
                Arguments = player._questions,
                ValidateArguments = context =>
                {
                    foreach (var (question, problem) in FindProblems(context.Inputs))
                        context.AddValidationError(question, problem);
                    return Task.CompletedTask;
                },
            });
    }

    // Of a broker that is named one night is read: it may hold many others.
    static InteractionInput[] Questions(PlayerPlan plan, bool isOneNight) =>
    [
        .. isOneNight ? [] : new[] { Question(Night, "Night", "Date of the topic, yyyyMMdd.", InputType.Text, NextNight(plan.Night)) },
        Question(Alerts, "Alerts", string.Create(CultureInfo.InvariantCulture, $"How many, 1 to {PlayerPlan.MaximumAlerts:N0}."), InputType.Number, Text(plan.Alerts)),
        Question(Seed, "Seed", "Another seed is another sky.", InputType.Number, Text(plan.Seed == long.MaxValue ? 0 : plan.Seed + 1)),
        Question(Rate, "Rate", "Alerts per second; 0 for as many as can be sent.", InputType.Number, Text(plan.Rate)),
    ];

    static InteractionInput Question(string name, string label, string description, InputType type, string value) =>
        new() { Name = name, Label = label, Description = description, InputType = type, Required = true, Value = value };

    async Task<ExecuteCommandResult> PlayAsync(ExecuteCommandContext context, ProjectResource program)
    {
        var plan = Read(context.Arguments);
        if (string.Join(' ', FindProblems(context.Arguments).Select(answer => $"{answer.Question.Label}: {answer.Problem}")) is { Length: > 0 } problems)
            return CommandResults.Failure(problems);
        if (ResourceRun.IsAtWork(context.Services, Name))
            return CommandResults.Failure("A night is being played: wait for its end, or stop the player first.");
        _plan = plan;

        // What the form offers next time.
        if (_questions.FirstOrDefault(question => question.Name == Night) is { } night)
            night.Value = NextNight(plan.Night);
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

    /// <summary>Answers that cannot be, with what was typed.</summary>
    internal static IEnumerable<(InteractionInput Question, string Problem)> FindProblems(InteractionInputCollection answers)
    {
        if (answers.ContainsName(Night) && !DateOnly.TryParseExact(answers.GetString(Night), PlayerPlan.NightFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return (answers[Night], $"'{answers.GetString(Night)}' is no night: give a date as yyyyMMdd, e.g. 20260101.");
        foreach (var (name, least, most) in ((string, long, long)[])[(Alerts, 1, PlayerPlan.MaximumAlerts), (Seed, 0, long.MaxValue), (Rate, 0, int.MaxValue)])
        {
            if (Number(answers, name, most) < least)
                yield return (answers[name], $"'{answers.GetString(name)}' is not possible: give a whole number from {Text(least)} to {Text(most)}.");
        }
    }

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
