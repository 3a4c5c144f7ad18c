using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Simulation;

/// <summary>Writes an enum by name, in the camel case of everything else in the file.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
