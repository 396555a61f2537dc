namespace Boom.Core.Avro;

/// <summary>A boolean that surveys spell in several ways: as text (<c>t</c>, <c>true</c>, <c>1</c>), as a number (1) or as a boolean.</summary>
readonly record struct AvroFlag(bool Value)
{
    public static implicit operator bool(AvroFlag flag) => flag.Value;
}
