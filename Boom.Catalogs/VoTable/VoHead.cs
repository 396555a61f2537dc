using System.Xml;
using Boom.Core.Text;

namespace Boom.Catalogs.VoTable;

/// <summary>How the rows of a VOTable are written.</summary>
enum VoForm
{
    /// <summary>As elements.</summary>
    TableData,

    /// <summary>As bytes in base64; what is null depends on the field.</summary>
    Binary,

    /// <summary>As bytes in base64, with flags of what is null before each row.</summary>
    Binary2,
}

/// <summary>What comes before the rows: the fields of the first table that has rows.</summary>
static class VoHead
{
    const int MostFields = 10_000;

    /// <summary>Reads it; the reader then stands on the element of the rows.</summary>
    public static VoForm Read(XmlReader reader, string name, List<VoField> fields)
    {
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            switch (reader.LocalName)
            {
                case "INFO" when reader.GetAttribute("name") == "QUERY_STATUS" && reader.GetAttribute("value") == "ERROR":
                    throw new CatalogException($"{name} is the answer of a service that failed: {VisibleText.Of(reader.ReadElementContentAsString().Trim())}");
                case "TABLE":
                    fields.Clear();
                    break;
                case "FIELD":
                    fields.Add(Field(reader));
                    if (fields.Count > MostFields)
                        throw new CatalogException($"{name} has more than {MostFields} fields: this is no table.");
                    break;
                case "TABLEDATA":
                    return VoForm.TableData;
                case "BINARY" or "BINARY2":
                    var form = reader.LocalName == "BINARY" ? VoForm.Binary : VoForm.Binary2;
                    MoveToStream(reader, name);
                    return form;
                case "FITS":
                    throw new CatalogException($"{name} has its rows in FITS: take the FITS file itself.");
            }
        }

        throw new CatalogException($"{name} has no table with rows (TABLEDATA, BINARY or BINARY2).");
    }

    static VoField Field(XmlReader reader)
    {
        var name = reader.GetAttribute("name") ?? reader.GetAttribute("ID") ?? "";
        var datatype = reader.GetAttribute("datatype") ?? "char";
        var (size, unit) = (reader.GetAttribute("arraysize"), reader.GetAttribute("unit"));
        string? description = null, nullValue = null;
        if (!reader.IsEmptyElement)
        {
            using var inner = reader.ReadSubtree();
            while (inner.Read())
            {
                if (inner.NodeType == XmlNodeType.Element && inner.LocalName == "VALUES")
                    nullValue ??= inner.GetAttribute("null");
                else if (inner.NodeType == XmlNodeType.Text)
                    description ??= inner.Value.Trim();
            }
        }

        return new VoField(name, datatype, size, unit, description, nullValue);
    }

    static void MoveToStream(XmlReader reader, string name)
    {
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
        {
            // Blanks.
        }

        if (reader.LocalName != "STREAM")
            throw new CatalogException($"{name}: its binary rows have no STREAM.");
        if (reader.GetAttribute("href") is { } address)
            throw new CatalogException($"{name} has its rows elsewhere ({VisibleText.Of(address)}): fetch them into the file.");
        if (reader.GetAttribute("encoding") is not "base64")
            throw new CatalogException($"{name}: its binary rows are not in base64.");
    }
}
