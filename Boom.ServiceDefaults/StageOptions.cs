using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boom.ServiceDefaults;

/// <summary>Options of stages: bound from a section, and checked when the program starts, with the key, the value and the remedy named.</summary>
public static class StageOptions
{
    /// <summary>Adds options that are bound from a section of the configuration and checked at the start.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown or a value out of range: thrown when the host starts.</exception>
    public static IServiceCollection AddStageOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(provider => new Validation<T>(provider.GetService<IConfiguration>(), section));
    }

    /// <summary>Binds options by hand and answers all that is wrong with their section, a sentence each.</summary>
    public static IReadOnlyList<string> Bind(IConfiguration configuration, string section, object options)
    {
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException fault)
        {
            return [fault.Message];
        }

        return FindProblems(configuration, section, options);
    }

    static List<string> FindProblems(IConfiguration? configuration, string section, object options)
    {
        var problems = new List<string>();
        var properties = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in configuration?.GetSection(section).GetChildren() ?? [])
        {
            if (!Array.Exists(properties, property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase)))
                problems.Add($"{section}:{child.Key} is not an option; the options are {string.Join(", ", properties.Select(p => p.Name).Order(StringComparer.Ordinal))}.");
        }

        foreach (var property in properties)
        {
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
                continue;
            var value = property.GetValue(options);
            if (!range.IsValid(value))
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{section}:{property.Name} is {value}; give {range.Minimum} to {range.Maximum}."));
        }

        return problems;
    }

    sealed class Validation<T>(IConfiguration? configuration, string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
            => FindProblems(configuration, section, options) is { Count: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
