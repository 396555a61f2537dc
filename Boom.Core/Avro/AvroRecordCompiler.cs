using System.Reflection;
using System.Reflection.Emit;

namespace Boom.Core.Avro;

/// <summary>
/// Compiles <see cref="AvroRecordReader{T}"/> for a writer's schema. Numbers of any type become those asked for, where the value fits
/// (<see cref="AvroNumbers"/>), any branch of a union that fits is taken, null gives the default.
/// </summary>
public static class AvroRecordCompiler
{
    /// <summary>
    /// A reader of records of <paramref name="writer"/>. Throws <see cref="AvroFormatException"/> when a required field is missing or a
    /// field's type does not fit its property; the message names the field.
    /// </summary>
    public static AvroRecordReader<T> Compile<T>(AvroSchema writer) => (AvroRecordReader<T>)Compile(writer, typeof(T), "");

    internal static Delegate Compile(AvroSchema writer, Type target, string path)
    {
        if (writer.Type != AvroType.Record)
            throw new AvroFormatException(AvroFault.TypeMismatch, $"the writer's type is {writer.Type}, not a record", path: path);
        var method = new DynamicMethod(
            $"Read{target.Name}", typeof(void), [typeof(object[]), typeof(AvroReader).MakeByRefType(), target.MakeByRefType()],
            typeof(AvroRecordCompiler).Module, skipVisibility: true);
        var emitter = new AvroFieldEmitter(method.GetILGenerator());
        var bindings = Bind(writer, target, path);
        for (var i = 0; i < writer.Fields.Count; i++)
        {
            var field = writer.Fields[i];
            if (bindings[i] is not { } property)
            {
                emitter.Skip(field.Schema);
                continue;
            }

            emitter.LoadTarget(target);
            emitter.Read(field.Schema, property.PropertyType, Join(path, field.Name), property.GetCustomAttribute<AvroBindAttribute>());
            emitter.Store(property);
        }

        emitter.Return();
        return method.CreateDelegate(typeof(AvroRecordReader<>).MakeGenericType(target), emitter.Constants);
    }

    /// <summary>The properties that take their value from a record, whatever the schema.</summary>
    static IEnumerable<(PropertyInfo Property, AvroBindAttribute? Bind)> Properties(Type target) => target
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)
        .Select(p => (p, p.GetCustomAttribute<AvroBindAttribute>()))
        .Where(p => p.Item2 is not { Ignore: true });

    static PropertyInfo?[] Bind(AvroSchema writer, Type target, string path)
    {
        var bound = new PropertyInfo?[writer.Fields.Count];
        foreach (var (property, bind) in Properties(target))
        {
            var index = -1;
            foreach (var name in (bind?.Names ?? []).Append(property.Name))
            {
                index = IndexOf(writer, name);
                if (index >= 0)
                    break;
            }

            if (index >= 0)
                bound[index] = property;
            else if (bind is { Required: true })
                throw new AvroFormatException(AvroFault.MissingField, "the packet's schema lacks a required field", path: Join(path, WireName(property, bind)));
        }

        return bound;
    }

    static string WireName(PropertyInfo property, AvroBindAttribute bind) =>
        bind.Names.Length > 0 ? bind.Names[0] : char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    // The first of two fields of one name is the one that counts.
    static int IndexOf(AvroSchema writer, string name)
    {
        var loose = -1;
        for (var i = 0; i < writer.Fields.Count; i++)
        {
            var field = writer.Fields[i].Name;
            if (string.Equals(field, name, StringComparison.Ordinal))
                return i;
            if (loose < 0 && string.Equals(field, name, StringComparison.OrdinalIgnoreCase))
                loose = i;
        }

        return loose;
    }

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
