namespace Tributary.Models.Tests;

public sealed class PatchLayoutTests
{
    [Theory]
    [InlineData(8, 8, 1, 2)]
    [InlineData(6, 9, 3, 3)]
    [InlineData(4, 4, 1, 4)]
    [InlineData(2, 3, 2, 1)]
    public void Is_a_permutation_of_the_pixels(int height, int width, int channels, int patch)
    {
        var layout = new PatchLayout(height, width, channels, patch);
        Assert.Equal(height * width * channels, layout.Count);
        Assert.Equal(Enumerable.Range(0, layout.Count), layout.PixelOf.ToArray().Order());
    }

    [Fact]
    public void A_patch_is_a_square_of_the_image()
    {
        //  0  1 |  2  3
        //  4  5 |  6  7
        //  -----+------
        //  8  9 | 10 11
        // 12 13 | 14 15
        Assert.Equal([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15], new PatchLayout(4, 4, 1, 2).PixelOf.ToArray());
    }

    [Fact]
    public void Channels_of_a_pixel_stay_together() =>
        Assert.Equal([0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15], new PatchLayout(2, 4, 2, 2).PixelOf.ToArray());
}
