package org.posestream.render;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A furnished room about the origin, made by chance: floor at y = 0, back wall towards negative z. */
public final class Room {

    private static final double HALF_WIDTH = 3.6;
    private static final double BACK = -2.7;
    private static final double FRONT = 6.0;
    private static final double HEIGHT = 2.75;
    private static final double TILE = 0.3;
    /** Stands for the light that floor and walls throw up to the ceiling. */
    private static final double CEILING_GLOW = 0.3;

    private final List<Mesh> meshes = new ArrayList<>();
    private final RandomGenerator random;
    private final Noise noise;

    private Room(RandomGenerator random) {
        this.random = random;
        noise = new Noise(random.nextInt());
    }

    private void build() {
        Texture plaster = plaster(pick(0xB9C0BD, 0xC7BDA8, 0xA8B4C2, 0xC2AFA6, 0x9DA89A));
        Texture side = plaster(pick(0xCFCBC2, 0xD6D3CC, 0xC4C6C4));
        wall(new Vec3(-HALF_WIDTH, 0, BACK), new Vec3(2 * HALF_WIDTH, 0, 0), new Vec3(0, HEIGHT, 0), plaster);
        wall(new Vec3(-HALF_WIDTH, 0, FRONT), new Vec3(0, 0, BACK - FRONT), new Vec3(0, HEIGHT, 0), side);
        wall(new Vec3(HALF_WIDTH, 0, BACK), new Vec3(0, 0, FRONT - BACK), new Vec3(0, HEIGHT, 0), side);
        wall(new Vec3(-HALF_WIDTH, 0, FRONT), new Vec3(2 * HALF_WIDTH, 0, 0), new Vec3(0, 0, BACK - FRONT), planks());
        wall(new Vec3(-HALF_WIDTH, HEIGHT, BACK), new Vec3(2 * HALF_WIDTH, 0, 0), new Vec3(0, 0, FRONT - BACK),
                new Texture(4, 1, 0.02, CEILING_GLOW, (u, v, s) -> s.color(0xF1EFEA, 1)));
        rug();
        skirting();
        window(-1.15 + 0.4 * random.nextDouble());
        shelf(2.25 + 0.3 * random.nextDouble());
        sideboard(-2.6 + 0.3 * random.nextDouble());
        picture(1.0 + 0.2 * random.nextDouble(), 1.55, 0.62, 0.78);
        door();
        plant(1.15, BACK + 0.4);
    }

    /** A room by chance; the same generator state gives the same room. */
    public static Room random(RandomGenerator random) {
        Room room = new Room(random);
        room.build();
        return room;
    }

    /** No room at all: people before nothing, for another background. */
    public static Room none() {
        return new Room(new SplittableRandom(0));
    }

    List<Mesh> meshes() {
        return meshes;
    }

    private int pick(int... colors) {
        return colors[random.nextInt(colors.length)];
    }

    private Texture plaster(int color) {
        return new Texture(512, 2.0, 0.01, 0, (u, v, s) -> {
            double grain = noise.octaves(u * 40, v * 40, 1, 3);
            double stain = noise.octaves(tiled(u, 2), tiled(v, 2), 5, 2);
            s.color(color, 1 + 0.05 * grain + 0.06 * stain);
        });
    }

    /** Turns a coordinate into a to-and-fro one, so that slow noise has no seam where a texture repeats. */
    private static double tiled(double u, double period) {
        return Math.abs(u - period / 2) * 2;
    }

    private static Texture plain(int color, double gloss) {
        return new Texture(4, 1, gloss, 0, (u, v, s) -> s.color(color, 1));
    }

    private Texture planks() {
        int wood = pick(0x9C7349, 0x86603C, 0xB08A5E, 0x77583F);
        return new Texture(1024, 2.4, 0.10, 0, (u, v, s) -> {
            int board = (int) Math.floor(u / 0.15);
            double along = v + 0.83 * (board * 7 % 5);
            int piece = Math.floorMod((int) Math.floor(along / 1.2), 2);
            double tone = noise.at(board * 3.7 + 0.5, piece * 5.3 + 0.5, 0.5);
            double grain = noise.octaves(u * 60 + 9 * board, along * 3.5, board, 3);
            s.color(wood, 1 + 0.16 * tone + 0.22 * grain);
            double gap = Math.min(u - board * 0.15, along - Math.floor(along / 1.2) * 1.2);
            s.mix(0x20140C, gap < 0.004 ? 0.7 : 0);
        });
    }

    private void rug() {
        int base = pick(0x7A3B34, 0x3F4E63, 0x4E5A45, 0x8A7A62);
        int line = pick(0xD8CBB0, 0xC9B48C, 0xB9C2C7);
        Texture pattern = new Texture(1024, 4.0, 0.0, 0, (u, v, s) -> {
            double x = Math.abs(u - 1.6);
            double y = Math.abs(v - 1.1);
            double pile = noise.octaves(u * 90, v * 90, 3, 2);
            s.color(base, 1 + 0.22 * pile);
            double border = Math.min(1.6 - x, 1.1 - y);
            boolean band = border > 0.10 && border < 0.16 || border > 0.2 && border < 0.22;
            double diamond = Math.floorMod((int) Math.floor((x + y) * 4.2), 2)
                    + Math.floorMod((int) Math.floor((x - y + 8) * 4.2), 2);
            s.mix(line, band ? 0.75 : border > 0.26 && diamond == 1 ? 0.16 : 0);
        });
        quad(new Vec3(-1.6, 0.006, 1.25), new Vec3(3.2, 0, 0), new Vec3(0, 0, -2.2), pattern);
    }

    private void skirting() {
        Texture white = plain(0xD9D6CF, 0.05);
        box(new Vec3(-HALF_WIDTH, 0, BACK), new Vec3(2 * HALF_WIDTH, 0.1, 0.02), white, white);
        box(new Vec3(-HALF_WIDTH, 0, BACK), new Vec3(0.02, 0.1, FRONT - BACK), white, white);
        box(new Vec3(HALF_WIDTH - 0.02, 0, BACK), new Vec3(0.02, 0.1, FRONT - BACK), white, white);
    }

    private void window(double x) {
        Texture view = new Texture(512, 2.0, 0, 1.25, (u, v, s) -> {
            double cloud = noise.octaves(u * 2.2, v * 5, 2, 4);
            s.color(BodyMaterial.blend(0xC9DDF0, 0x7FA9DA, Math.max(0, Math.min(1, v - 0.3))), 1);
            s.mix(0xF4F6F8, Math.max(0, Math.min(0.9, cloud * 2)));
            double hills = 0.36 + 0.10 * noise.octaves(u * 3, 1, 8, 3);
            s.mix(v < hills ? 0x6C8A5A : 0, v < hills ? 0.9 : 0);
            s.mix(0x3F5A38, v < hills - 0.12 + 0.08 * noise.at(u * 14, 0, 3) ? 0.8 : 0);
        });
        quad(new Vec3(x - 0.65, 0.95, BACK + 0.015), new Vec3(1.3, 0, 0), new Vec3(0, 1.35, 0), view);
        Texture frame = plain(0xE9E7E1, 0.08);
        for (double bar : new double[] {-0.69, -0.025, 0.64}) {
            box(new Vec3(x + bar, 0.9, BACK), new Vec3(0.05, 1.45, 0.05), frame, frame);
        }
        for (double bar : new double[] {0.9, 1.85, 2.3}) {
            box(new Vec3(x - 0.69, bar, BACK), new Vec3(1.38, 0.05, 0.045), frame, frame);
        }
        box(new Vec3(x - 0.8, 0.86, BACK), new Vec3(1.6, 0.04, 0.18), frame, frame);
        int cloth = pick(0x8E6F5C, 0x5F6E7D, 0x8A8F6C, 0xA7796B);
        Texture curtain = new Texture(256, 0.5, 0, 0, (u, v, s) ->
                s.color(cloth, 0.72 + 0.28
                        * Math.sin(u / 0.5 * 8 * Math.PI + 0.35 * noise.at(3, 2.5 * tiled(v, 0.5), 4))));
        quad(new Vec3(x - 1.05, 0.25, BACK + 0.10), new Vec3(0.40, 0, 0), new Vec3(0, 2.25, 0), curtain);
        quad(new Vec3(x + 0.65, 0.25, BACK + 0.10), new Vec3(0.40, 0, 0), new Vec3(0, 2.25, 0), curtain);
    }

    private void shelf(double x) {
        Texture wood = wood(pick(0x6A4A30, 0x8A6845, 0x4A3A2E, 0xCFC8BA));
        int[] spines = {0x8C2F2B, 0x2F4F7A, 0xC9A24B, 0x3E6B4C, 0xD9D2C2, 0x50405E, 0x2B2B30, 0xB5652F};
        Texture books = new Texture(512, 1.44, 0.04, 0, (u, v, s) -> {
            int book = (int) Math.floor(u / 0.034 + 0.4 * noise.at(u * 9, 7, 0));
            int row = (int) Math.floor(v / 0.36);
            double pick = noise.at(book * 1.7 + 0.5, row * 3.1 + 0.5, 9.5);
            s.color(spines[Math.floorMod((int) (pick * 40), spines.length)], 0.8 + 0.25 * pick);
            double top = 0.22 + 0.07 * noise.at(book * 2.3 + 0.5, row * 1.3 + 0.5, 3.5);
            s.mix(0x14100C, v - row * 0.36 > top ? 0.96 : 0);
        });
        box(new Vec3(x - 0.52, 0, BACK + 0.01), new Vec3(0.04, 1.9, 0.32), wood, wood);
        box(new Vec3(x + 0.48, 0, BACK + 0.01), new Vec3(0.04, 1.9, 0.32), wood, wood);
        for (int board = 0; board <= 5; board++) {
            box(new Vec3(x - 0.48, 0.05 + 0.36 * board, BACK + 0.01), new Vec3(0.96, 0.03, 0.31), wood, wood);
        }
        quad(new Vec3(x - 0.48, 0.08, BACK + 0.22), new Vec3(0.96, 0, 0), new Vec3(0, 1.8, 0), books);
    }

    private Texture wood(int color) {
        return new Texture(256, 1.0, 0.07, 0, (u, v, s) ->
                s.color(color, 1 + 0.25 * noise.octaves(u * 6, v * 45, 2, 3)));
    }

    private void sideboard(double x) {
        Texture body = wood(pick(0x7B5A3C, 0x9A9488, 0x5B4636, 0xB39A78));
        Texture top = wood(0x5E4630);
        box(new Vec3(x - 0.7, 0.12, BACK + 0.02), new Vec3(1.4, 0.62, 0.42), body, top);
        Texture dark = plain(0x2A221C, 0.1);
        for (double leg : new double[] {-0.64, 0.58}) {
            box(new Vec3(x + leg, 0, BACK + 0.36), new Vec3(0.06, 0.12, 0.06), dark, dark);
        }
        for (double edge : new double[] {-0.24, 0.23}) {
            box(new Vec3(x + edge, 0.15, BACK + 0.44), new Vec3(0.012, 0.56, 0.004), dark, dark);
        }
        Texture shade = new Texture(4, 1, 0, 0.9, (u, v, s) -> s.color(0xF3D9A8, 1));
        Texture stand = plain(0xB7B2A8, 0.2);
        box(new Vec3(x - 0.43, 0.74, BACK + 0.19), new Vec3(0.06, 0.26, 0.06), stand, stand);
        box(new Vec3(x - 0.52, 0.98, BACK + 0.10), new Vec3(0.24, 0.22, 0.24), shade, shade);
        for (int i = 0; i < 4; i++) {
            Texture cover = plain(pick(0x7D2E2A, 0x2F4A66, 0xC2A060, 0x406048), 0.05);
            box(new Vec3(x + 0.15 + 0.02 * i, 0.74 + 0.035 * i, BACK + 0.12), new Vec3(0.3 - 0.03 * i, 0.033, 0.2),
                    cover, cover);
        }
    }

    private void picture(double x, double y, double width, double height) {
        Texture frame = wood(pick(0x2B2119, 0xB08D57, 0x55402C));
        box(new Vec3(x - width / 2 - 0.05, y - height / 2 - 0.05, BACK), new Vec3(width + 0.1, height + 0.1, 0.03),
                frame, frame);
        int[] paints = {0x274060, 0xD98E04, 0xB23A48, 0x8FB8A8, 0xF2E3BC, 0x31572C};
        Texture paint = new Texture(256, 1.0, 0.02, 0, (u, v, s) -> {
            double warp = noise.octaves(u * 2.5, v * 2.5, 4, 3);
            int tone = Math.floorMod((int) Math.floor((v * 3 + warp * 4) * 1.6), paints.length);
            s.color(paints[tone], 0.95 + 0.25 * noise.octaves(u * 30, v * 30, 6, 2));
        });
        quad(new Vec3(x - width / 2, y - height / 2, BACK + 0.033), new Vec3(width, 0, 0), new Vec3(0, height, 0),
                paint);
    }

    private void door() {
        Texture leaf = plain(0xBFB7A8, 0.08);
        Texture frame = plain(0xDEDBD3, 0.06);
        double x = -HALF_WIDTH;
        box(new Vec3(x, 0, -0.9), new Vec3(0.05, 2.12, 1.06), frame, frame);
        box(new Vec3(x + 0.03, 0, -0.83), new Vec3(0.04, 2.05, 0.92), leaf, leaf);
        Texture groove = plain(0x9F9789, 0.05);
        for (double low : new double[] {0.2, 1.1}) {
            box(new Vec3(x + 0.068, low, -0.7), new Vec3(0.006, 0.75, 0.66), groove, groove);
            box(new Vec3(x + 0.07, low + 0.03, -0.67), new Vec3(0.008, 0.69, 0.60), leaf, leaf);
        }
        Texture brass = plain(0xC0A060, 0.5);
        box(new Vec3(x + 0.07, 1.02, 0.0), new Vec3(0.05, 0.03, 0.06), brass, brass);
    }

    private void plant(double x, double z) {
        Texture pot = plain(pick(0xB5603A, 0xD8D4CB, 0x4B5560), 0.08);
        box(new Vec3(x - 0.14, 0, z - 0.14), new Vec3(0.28, 0.30, 0.28), pot, plain(0x3A2A1E, 0));
        Texture leaf = new Texture(64, 0.5, 0.08, 0, (u, v, s) ->
                s.color(BodyMaterial.blend(0x2E5B2A, 0x6E9A48, u * 2), 0.9 + 0.3 * noise.at(u * 30, v * 9, 1)));
        for (int i = 0; i < 46; i++) {
            double turn = i * 2.399963; // the golden angle: leaves never stand over each other
            double reach = 0.12 + 0.26 * random.nextDouble();
            Vec3 out = new Vec3(Math.cos(turn), 0, Math.sin(turn) * 0.8);
            Vec3 stem = new Vec3(x, 0.28 + 0.012 * i, z).plus(out.times(0.03));
            Vec3 tip = out.times(reach).plus(new Vec3(0, 0.28 - 0.25 * reach + 0.1 * random.nextDouble(), 0));
            Vec3 wide = out.cross(Vec3.Y).times(0.045);
            quad(stem.minus(wide), tip, wide.times(2), leaf);
        }
    }

    private void box(Vec3 low, Vec3 size, Texture sides, Texture top) {
        Vec3 x = new Vec3(size.x(), 0, 0);
        Vec3 y = new Vec3(0, size.y(), 0);
        Vec3 z = new Vec3(0, 0, size.z());
        quad(low.plus(z), x, y, sides);
        quad(low.plus(x), z.times(-1), y, sides);
        quad(low, z, y, sides);
        quad(low.plus(x).plus(z), z.times(-1), y, sides);
        quad(low.plus(y).plus(z), x, z.times(-1), top);
    }

    private void quad(Vec3 corner, Vec3 u, Vec3 v, Texture texture) {
        meshes.add(grid(corner, u, v, new int[] {1, 1}, texture));
    }

    /** A large quadrilateral, divided so that the pieces behind the camera can be left out. */
    private void wall(Vec3 corner, Vec3 u, Vec3 v, Texture texture) {
        int[] tiles = {(int) Math.ceil(u.length() / TILE), (int) Math.ceil(v.length() / TILE)};
        meshes.add(grid(corner, u, v, tiles, texture));
    }

    private static Mesh grid(Vec3 corner, Vec3 u, Vec3 v, int[] tiles, Texture texture) {
        int columns = tiles[0] + 1;
        int count = columns * (tiles[1] + 1);
        Mesh mesh = new Mesh(new float[3 * count], new float[3 * count], new float[2 * count], 2,
                new int[6 * tiles[0] * tiles[1]], texture);
        Vec3 normal = u.cross(v).unit();
        for (int i = 0; i < count; i++) {
            double a = (double) (i % columns) / tiles[0];
            double b = (double) (i / columns) / tiles[1];
            BodyMesh.put(mesh.positions(), 3 * i, corner.plus(u.times(a)).plus(v.times(b)));
            BodyMesh.put(mesh.normals(), 3 * i, normal);
            mesh.attributes()[2 * i] = (float) (a * u.length());
            mesh.attributes()[2 * i + 1] = (float) (b * v.length());
        }
        int at = 0;
        for (int row = 0; row < tiles[1]; row++) {
            for (int column = 0; column < tiles[0]; column++) {
                int i = row * columns + column;
                for (int corner4 : new int[] {i, i + 1, i + columns + 1, i, i + columns + 1, i + columns}) {
                    mesh.triangles()[at++] = corner4;
                }
            }
        }
        return mesh;
    }
}
