using System.Diagnostics.CodeAnalysis;
using Boom.Core.Surveys;
using Microsoft.Extensions.Configuration;

namespace Boom.AppHost;

/// <summary>How much of everything is started: section <c>Boom</c> of the configuration.</summary>
sealed class SystemPlan
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Boom";

    /// <summary>Surveys and how many programs each has. Default: the first of <see cref="SurveyCatalog"/>, one of each stage.</summary>
    public IList<SurveyPlan> Surveys { get; set; } = [];

    /// <summary>The night that is played for trials.</summary>
    public PlayerPlan Player { get; set; } = new();

    /// <summary>How servers that are not named are started; default <see cref="ServerKind.Auto"/>.</summary>
    public ServerKind Servers { get; set; }

    /// <summary>Data folder of embedded servers; default <c>boom-data</c> beside the AppHost.</summary>
    public string Data { get; set; } = "";

    /// <summary>The data folder, absolute.</summary>
    public string DataFolder(string appHostFolder) => Path.GetFullPath(Data.Length > 0 ? Data : "boom-data", appHostFolder);

    /// <summary>What is set and read by no program, a sentence each.</summary>
    public IEnumerable<string> FindUnused() => Surveys.SelectMany((survey, index) => survey.FindUnused($"{Section}:Surveys:{index}"));

    /// <summary>Reads and checks the section; false when it is wrong, and what is.</summary>
    /// <param name="configuration">Configuration of the app.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="problems">What is wrong, a sentence each; empty when nothing is.</param>
    public static bool TryRead(IConfiguration configuration, [NotNullWhen(true)] out SystemPlan? plan, out string problems)
    {
        try
        {
            (plan, problems) = (Read(configuration), "");
            return true;
        }
        catch (InvalidOperationException fault)
        {
            (plan, problems) = (null, fault.Message);
            return false;
        }
    }

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="InvalidOperationException">A key is unknown or its value wrong; the message names it and says what to give.</exception>
    public static SystemPlan Read(IConfiguration configuration)
    {
        var plan = new SystemPlan();
        try
        {
            configuration.GetSection(Section).Bind(plan, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException fault) when (fault.InnerException is { } cause)
        {
            // The outer message names the list, the inner one the key in it.
            throw new InvalidOperationException($"{fault.Message} {cause.Message}", fault);
        }

        if (plan.Surveys.Count == 0)
            plan.Surveys.Add(new SurveyPlan { Name = SurveyCatalog.Default.Supported[0].ToLowerName() });
        var problems = plan.Surveys.SelectMany((survey, index) => survey.FindProblems($"{Section}:Surveys:{index}"))
            .Concat(plan.Player.FindProblems($"{Section}:Player"))
            .Concat(plan.FindTwins())
            .ToList();
        return problems.Count == 0 ? plan : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    IEnumerable<string> FindTwins() => Surveys
        .GroupBy(survey => survey.Name, StringComparer.Ordinal)
        .Where(twins => twins.Count() > 1)
        .Select(twins => $"{Section}:Surveys names {twins.Key} more than once; give its counts in one place.");
}
