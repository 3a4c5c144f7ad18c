using System.Globalization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Models and optimizer states as safetensors bodies: what a run publishes.</summary>
internal static class ModelCodec
{
    private const string Steps = "steps";

    public static ReadOnlyMemory<byte> Write(ParameterSet model) =>
        Body.Of(sizeof(float) * (long)model.Layout.Length, model.Layout.Entries.Count, body => SafetensorsWriter.Write(body, model));

    public static ParameterSet Read(ReadOnlyMemory<byte> body, ParameterLayout layout) => SafetensorsReader.Read(body).ToParameters(layout);

    public static ReadOnlyMemory<byte> Write(OptimizerState optimizer)
    {
        SafetensorsEntry[] slots = [.. Enumerable.Range(0, optimizer.Slots)
            .Select(i => SafetensorsEntry.Of<float>(Slot(i), optimizer.Slot(i), optimizer.Slot(i).Length))];
        var metadata = new Dictionary<string, string> { [Steps] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) };
        return Body.Of(slots.Sum(slot => (long)slot.Data.Length), slots.Length, body => SafetensorsWriter.Write(body, slots, metadata));
    }

    /// <summary>Restores what was written from a state of the same optimizer.</summary>
    public static void Read(ReadOnlyMemory<byte> body, OptimizerState optimizer)
    {
        SafetensorsFile file = SafetensorsReader.Read(body);
        optimizer.Steps = long.Parse(file.Metadata[Steps], CultureInfo.InvariantCulture);
        for (int i = 0; i < optimizer.Slots; i++) file[Slot(i)].Values<float>().CopyTo(optimizer.Slot(i));
    }

    private static string Slot(int index) => string.Create(CultureInfo.InvariantCulture, $"slot.{index}");
}
