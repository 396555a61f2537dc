using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boom.ServiceDefaults;

/// <summary>Options of stages: bound from a section, and checked when the program starts, with the key, the value and the remedy named.</summary>
public static class OptionsSection
{
    /// <summary>Adds options that are bound from a section of the configuration and checked at the start.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown, or a value none or out of range: thrown when the host starts.</exception>
    public static IServiceCollection AddSection<T>(this IServiceCollection services, string section)
        where T : class, new()
    {
        services.AddOptions<T>()
            .Configure<IServiceProvider>((options, provider) => SetValues(provider.GetService<IConfiguration>(), section, options, []))
            .ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(provider => new Validation<T>(provider.GetService<IConfiguration>(), section));
    }

    /// <summary>Options bound by hand from a section.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown, or a value none or out of range: all of these are named.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var options = new T();
        ConfigurationFaultException.ThrowIfAny(Bind(configuration, section, options));
        return options;
    }

    /// <summary>Binds options by hand and answers all that is wrong with their section, a sentence each.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">Its section.</param>
    /// <param name="options">Takes the values.</param>
    /// <param name="reserved">Properties that are set elsewhere: the section may not name them.</param>
    public static IReadOnlyList<string> Bind(IConfiguration configuration, string section, object options, params string[] reserved)
    {
        var problems = SetValues(configuration, section, options, reserved);
        problems.AddRange(FindOutOfRange(configuration, section, options, problems));
        return problems;
    }

    /// <summary>Sets one property after the other, so that each wrong value is told and the rest is set.</summary>
    static List<string> SetValues(IConfiguration? configuration, string section, object options, string[] reserved)
    {
        var problems = new List<string>();
        var properties = Array.FindAll(
            options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance), property => property.CanWrite && !reserved.Contains(property.Name));
        foreach (var child in configuration?.GetSection(section).GetChildren() ?? [])
        {
            if (Array.Find(properties, property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase)) is not { } known)
                problems.Add($"{section}:{child.Key} is not an option; the options are {string.Join(", ", properties.Select(p => p.Name).Order(StringComparer.Ordinal))}.");
            else if (!TrySet(known, child, options))
                problems.Add($"{section}:{known.Name} is {child.Value}; give {Expected(known, $"{section}:{known.Name}")}.");
        }

        return problems;
    }

    static bool TrySet(PropertyInfo property, IConfigurationSection child, object options)
    {
        // The binder passes over a single value where a list is meant.
        if (IsList(property) && child.Value is { Length: > 0 })
            return false;
        try
        {
            if (child.Get(property.PropertyType) is { } value)
                property.SetValue(options, value);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    static bool IsList(PropertyInfo property) => property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable));

    static string Expected(PropertyInfo property, string key)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            return Text(range, property);
        if (IsList(property))
            return $"a list: {key}:0, {key}:1 and so on";
        return Type.GetTypeCode(property.PropertyType) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 or TypeCode.Int64 => "a whole number",
            TypeCode.Double => "a number",
            _ when property.PropertyType == typeof(TimeSpan) => "a time such as 00:00:30",
            _ => $"a {property.PropertyType.Name}",
        };
    }

    static string Text(RangeAttribute range, PropertyInfo property) => string.Create(
        CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}{(property.GetCustomAttribute<UnitAttribute>() is { } unit ? $" {unit.Name}" : "")}");

    static List<string> FindOutOfRange(IConfiguration? configuration, string section, object options, List<string> known)
    {
        var problems = new List<string>();
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{section}:{property.Name}";
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range || known.Exists(problem => problem.StartsWith($"{key} is ", StringComparison.Ordinal)))
                continue;
            var value = property.GetValue(options);
            if (!range.IsValid(value))
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is {configuration?[key] ?? value}; give {Text(range, property)}."));
        }

        if (options is IValidatableObject validatable)
            problems.AddRange(validatable.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage!));
        return problems;
    }

    sealed class Validation<T>(IConfiguration? configuration, string section) : IValidateOptions<T>
        where T : class, new()
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            // What was set is not told any more by the options themselves.
            var problems = SetValues(configuration, section, new T(), []);
            problems.AddRange(FindOutOfRange(configuration, section, options, problems));
            return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
        }
    }
}
