namespace Boom.ServiceDefaults;

/// <summary>The unit of an option whose name does not say it, for the sentences about its values.</summary>
/// <param name="name">In the plural, e.g. <c>bytes</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string name) : Attribute
{
    /// <summary>The unit, in the plural.</summary>
    public string Name => name;
}
