using System.CommandLine;
using System.Globalization;
using Boom.Cli.Rendering.Json;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Hosting.Schemas;
using Boom.Messaging.Registry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boom.Cli.Commands.Schemas;

/// <summary>Schemas as the programs have them, for one command.</summary>
internal sealed class SchemaSession : IDisposable
{
    SchemaSession(CliConsole console, IConfiguration configuration, Func<IWriterSchemas, SurveyCatalog> surveys)
    {
        Settings = SchemaParts.Read(configuration);
        Registry = new SchemaRegistry(Settings, console.Time, NullLogger<SchemaRegistry>.Instance);
        Surveys = surveys(Registry);
    }

    public RegistrySettings Settings { get; }

    public SchemaRegistry Registry { get; }

    public SurveyCatalog Surveys { get; }

    /// <summary>The settings of the environment; schemas are kept in the data folder unless it names another.</summary>
    public static IConfiguration Configuration(string dataFolder) => new ConfigurationBuilder()
        .AddInMemoryCollection([new($"{RegistryOptions.Section}:{nameof(RegistryOptions.CacheFolder)}", Path.Combine(dataFolder, "schemas"))])
        .AddEnvironmentVariables()
        .Build();

    public static SchemaSession Open(CliConsole console, ParseResult parse, Func<IWriterSchemas, SurveyCatalog> surveys) =>
        new(console, Configuration(parse.DataFolder()), surveys);

    /// <summary>The surveys that are named, or else all.</summary>
    public IEnumerable<Survey> SurveysOf(ParseResult parse, Option<Survey[]> option) =>
        parse.GetResult(option) is { Implicit: false } ? parse.GetValue(option)! : Surveys.Supported;

    /// <summary>The subjects of the surveys that are named, or else of all that have one.</summary>
    /// <exception cref="ExitException">One that is named has none.</exception>
    public IReadOnlyList<SchemaSubject> SubjectsOf(ParseResult parse, Option<Survey[]> option)
    {
        var isNamed = parse.GetResult(option) is { Implicit: false };
        var subjects = new List<SchemaSubject>();
        foreach (var survey in SurveysOf(parse, option))
        {
            if (Surveys[survey].Schemas is { } subject)
                subjects.Add(subject);
            else if (isNamed)
                throw new ExitException(ExitCode.Usage, $"Each packet of {survey.ToUpperName()} carries its schema: there is none to look up by number.");
        }

        return subjects;
    }

    /// <summary>The one subject that is meant.</summary>
    /// <exception cref="ExitException">There is none, or there are several.</exception>
    public SchemaSubject SubjectOf(ParseResult parse, Option<Survey[]> option) => SubjectsOf(parse, option) switch
    {
        [var subject] => subject,
        [] => throw new ExitException(ExitCode.Usage, "Packets of every survey of this build carry their schemas: there is none to look up by number."),
        var several => throw new ExitException(
            ExitCode.Usage, $"Name one survey with --survey: {string.Join(", ", several.Select(subject => subject.Survey.ToLowerName()))} have schemas by number."),
    };

    /// <summary>The number that a word stands for: a number, or a version such as 11.1.</summary>
    /// <exception cref="ExitException">It can be none.</exception>
    public static uint NumberOf(SchemaSubject subject, string word)
    {
        var number = Version.TryParse(word, out var version) ? subject.NumberOf(version)
            : uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given
            : throw new ExitException(ExitCode.Usage, $"'{word}' is no number and no version of a schema: give e.g. {Example(subject)}.");
        return subject.VersionOf(number) is not null
            ? number
            : throw new ExitException(ExitCode.Usage, $"{word} can be no schema of {subject.Survey.ToUpperName()}: give e.g. {Example(subject)}.");
    }

    /// <summary>What is told of a schema.</summary>
    public static KnownSchemaJson About(SchemaSubject subject, uint number, string source, DateTimeOffset? fetchedAt = null, string? file = null) =>
        new(subject.Survey.ToLowerName(), number, subject.VersionOf(number)!.ToString(), source, fetchedAt, file);

    public void Dispose() => Registry.Dispose();

    static string Example(SchemaSubject subject) => subject.Included is [.., var last]
        ? string.Create(CultureInfo.InvariantCulture, $"{subject.NumberOf(last)} or {last}")
        : "1000 or 10.0";
}
