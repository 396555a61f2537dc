using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Messaging.Registry;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Boom.Hosting.Schemas;

/// <summary>What a program has of schemas: the section <c>Registry</c>, the registry of the process, and surveys that ask it.</summary>
public static class SchemaParts
{
    /// <summary>Where schemas come from: section <c>Registry</c>, and for a survey what <c>Registry:NAME</c> says besides.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong: all of these are named.</exception>
    public static RegistrySettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var section = configuration.GetSection(RegistryOptions.Section);
        var ofSurveys = section.GetChildren().Where(child => child.Value is null && SurveyNames.TryParse(child.Key, out _)).ToList();
        var general = new RegistryOptions();
        Bind(Without(section, ofSurveys), RegistryOptions.Section, general, problems);
        var surveys = new Dictionary<Survey, RegistryOptions>();
        foreach (var child in ofSurveys)
        {
            _ = SurveyNames.TryParse(child.Key, out var survey);
            var own = general.Clone();
            Bind(configuration, child.Path, own, problems, nameof(RegistryOptions.CacheFolder));
            surveys[survey] = own;
        }

        ConfigurationFaultException.ThrowIfAny([.. problems.Distinct()]);
        return new RegistrySettings(general, surveys);
    }

    /// <summary>Adds the surveys of this build, whose packets get their schemas as the configuration says.</summary>
    /// <exception cref="ConfigurationFaultException">The section <c>Registry</c>, or what is said of a survey's data, is wrong.</exception>
    public static IServiceCollection AddSchemas(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = Read(configuration);
        var data = SurveyDataSettings.Read(configuration);
        services.TryAddSingleton(provider => new SchemaRegistry(
            settings,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<SchemaRegistry>(),
            provider.GetRequiredService<StagePulses>()));
        services.TryAddSingleton(provider => SurveyCatalog.With(provider.GetRequiredService<SchemaRegistry>(), data));
        return services;
    }

    static void Bind(IConfiguration configuration, string section, RegistryOptions options, List<string> problems, params string[] reserved)
    {
        var isGeneral = section == RegistryOptions.Section;
        problems.AddRange(OptionsSection.Bind(configuration, section, options, reserved).Select(problem =>
            isGeneral && problem.Contains(" is not an option; ", StringComparison.Ordinal) ? $"{problem.TrimEnd('.')}, and the name of a survey with these under it." : problem));
        problems.AddRange(options.FindProblems(section));
    }

    static IConfigurationRoot Without(IConfigurationSection section, List<IConfigurationSection> left) => new ConfigurationBuilder()
        .AddInMemoryCollection(section.AsEnumerable().Where(pair => !left.Exists(child => IsWithin(pair.Key, child.Path))))
        .Build();

    static bool IsWithin(string key, string path) =>
        key.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (key.Length == path.Length || key[path.Length] == ':');
}
